//! The Python and the template of the pipeline, with AWS's own SDK, pandas and the template linter.

use std::path::Path;

use farol::blueprint;

use super::venv::{run, venv};

#[test]
fn the_files_of_the_pipeline_do_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pipeline");
    let Some(venv) = venv(&folder.join("requirements.txt")) else { return };
    let template = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pipeline.yaml");
    std::fs::write(&template, blueprint::template()).unwrap();
    let mut command = venv.program("python");
    command.args(["-W", "error::ResourceWarning", "-m", "unittest"]).current_dir(&folder);
    command.env("FAROL_TEMPLATE", template).env("PYTHONDONTWRITEBYTECODE", "1");
    run(&mut command).unwrap_or_else(|said| panic!("{said}"));
}
