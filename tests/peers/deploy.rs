//! The pipeline deployed by the real program on ministack, worked by the console's keys, and deleted again.
//!
//! What ministack cannot do, so that nothing here is proof of it:
//!
//! - Resources are there at once, so that the progress list comes in one piece and no interruption falls into it.
//! - There are no permissions: nobody is denied anything, and the roles and the policies of buckets do nothing.
//! - `GetJobRuns` of a job with a fraction of a DPU is no JSON of AWS, so the deployed job is given a whole one.
//! - Jobs get their arguments in the environment, and write nothing to the log groups of Glue: why a run failed is
//!   told by the run alone, as a whole traceback.
//! - A crawl makes no table, and the dashboard is only kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use farol::config::Config;
use farol::domain::pipeline::Pipeline;

use super::api::Api;
use super::helm::Helm;
use super::server::{REGION, Recipe, Shared, client};
use super::venv::venv;

static MINISTACK: Shared = Shared::new(Recipe {
    name: "deploy",
    requirements: "deploy.txt",
    seed: None,
    command: &["ministack"],
    environment: &[
        ("BIND_HOST", "127.0.0.1"),
        ("GATEWAY_PORT", "{port}"),
        ("MINISTACK_HOST", "127.0.0.1"),
        ("MINISTACK_REGION", REGION),
    ],
});

/// The account, and the ways into it.
struct Account(&'static str);

impl Account {
    /// `None` where there is no Python, which has been said then.
    fn open() -> Option<Self> {
        MINISTACK.endpoint().map(Self)
    }

    /// Runs `farol pipeline LINE` as a process without a terminal: its exit code, output and error output.
    fn farol(&self, line: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_farol"));
        command.arg("pipeline").args(line.split_whitespace()).args(["--endpoint-url", self.0]);
        command.env_clear().envs(client("http://127.0.0.1:9")).env("HOME", env!("CARGO_TARGET_TMPDIR"));
        let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    /// Likewise, where it has to go well; what it printed.
    #[track_caller]
    fn does(&self, line: &str) -> (String, String) {
        let (code, out, said) = self.farol(line);
        assert_eq!(code, 0, "farol pipeline {line}:\n{out}\n{said}");
        (out, said)
    }

    /// Runs `farol pipeline LINE` on a terminal, where `answer` is typed when it asks: its exit code and the screen.
    fn typed(&self, line: &str, question: &str, answer: &str) -> (i32, String) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
        let venv = venv(&folder.join("deploy.txt")).expect("the server runs in it");
        let mut python = venv.program("python");
        python.arg(folder.join("typed.py")).args([question, answer, env!("CARGO_BIN_EXE_farol"), "pipeline"]);
        python.args(line.split_whitespace()).args(["--endpoint-url", self.0]);
        python.env_clear().envs(client("http://127.0.0.1:9")).env("HOME", env!("CARGO_TARGET_TMPDIR"));
        let Output { status, stdout, .. } = python.output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap())
    }

    /// Runs `account.py LINE`; what it printed.
    #[track_caller]
    fn look(&self, line: &str) -> Vec<u8> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
        let venv = venv(&folder.join("deploy.txt")).expect("the server runs in it");
        let mut python = venv.program("python");
        python.arg(folder.join("account.py")).args(line.split_whitespace()).env_clear().envs(client(self.0));
        let Output { status, stdout, stderr } = python.output().unwrap();
        assert!(status.success(), "{line}: {}", String::from_utf8_lossy(&stderr));
        stdout
    }

    /// Everything in the account whose name has `name` in it.
    fn left(&self, name: &str) -> Vec<String> {
        let text = String::from_utf8(self.look("left")).unwrap();
        let words = name.replace('-', "_");
        text.lines().filter(|line| line.contains(name) || line.contains(&words)).map(str::to_owned).collect()
    }
}

/// The pipeline that a section of the configuration is.
fn parse(section: &str) -> Pipeline {
    let config =
        Config::parse(section, &farol::cli::rows()).unwrap_or_else(|why| panic!("{why:?}\n{section}"));
    config.pipelines.into_iter().next().unwrap()
}

/// What the API answers: the data beside the project where they are, else as many entries of the same shape.
fn data() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/public_apis.json");
    if beside.exists() {
        return beside;
    }
    let entry = |n: usize| {
        let (auth, cors) = (["", "apiKey", "OAuth"][n % 3], ["yes", "no", "unknown"][n % 3]);
        serde_json::json!({
            "API": format!("API {n}"), "Description": format!("The {n}th, \"quoted\", naïve"), "Auth": auth,
            "HTTPS": !n.is_multiple_of(7), "Cors": cors, "Link": format!("https://example.com/{n}"),
            "Category": format!("Category {}", n % 40),
        })
    };
    let entries: Vec<_> = (0..1400).map(entry).collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public_apis.json");
    let answer = serde_json::json!({ "count": entries.len(), "entries": entries });
    fs::write(&path, answer.to_string()).unwrap();
    path
}

#[tokio::test]
async fn a_deployed_pipeline_is_worked_by_the_console_s_keys_and_leaves_nothing_behind() {
    let Some(account) = Account::open() else { return };
    let file = data();
    let served = fs::read(&file).unwrap();
    let api = Api::serve(served.clone());
    let name = "public-apis";
    let (out, said) = account.does(&format!("deploy --yes --failure-rate 0 --api-url {}", api.url()));
    assert!(said.contains("CREATE_COMPLETE") && said.contains("uploaded s3://"), "{said}");
    let pipeline = parse(&out);
    let (raw, processed) = (pipeline.raw.clone().unwrap(), pipeline.processed.clone().unwrap());
    let (raw_key, processed_key) = (raw.key.unwrap(), processed.key.unwrap());
    let job = pipeline.etl.clone().unwrap().job;

    account.look(&format!("whole {job}"));
    let mut helm = Helm::take(account.0, pipeline.clone());
    helm.act("i", &["✓ ingest", "  200   ", &raw_key]).await;
    let object = account.look(&format!("object {} {raw_key}", raw.bucket));
    assert!(object == served, "{} bytes served, {} stored", served.len(), object.len());

    helm.act("e", &["✓ ETL", "SUCCEEDED", &processed_key]).await;
    let csv = account.look(&format!("object {} {processed_key}", processed.bucket));
    let want = account.look(&format!("describe {}", file.display()));
    assert_eq!(String::from_utf8_lossy(&csv), String::from_utf8_lossy(&want));

    account.does("deploy --yes --failure-rate 1");
    account.look(&format!("whole {job}"));
    helm.act("e", &["✗ ETL", "FAILED", "Exception: Random exception"]).await;

    helm.act("5c", &["✓ crawl"]).await;
    drop(helm);

    let (_, said) = account.does(&format!("delete --name {name} --yes"));
    assert!(
        said.contains(&format!("    {raw_key} (1 version)")) && said.contains("nothing is left"),
        "{said}"
    );
    assert_eq!(account.left(name), Vec::<String>::new());
    assert_eq!(account.left("getPublicAPIs"), Vec::<String>::new());
    assert_eq!(account.left("Monitor"), Vec::<String>::new());
    assert!(account.does(&format!("delete --name {name} --yes")).1.contains("nothing is left to delete"));
}

#[test]
fn deploying_again_changes_nothing_and_says_so() {
    let Some(account) = Account::open() else { return };
    let first = account.does("deploy --name twice --yes --failure-rate 0.25").0;
    let there = account.left("twice");
    assert!(there.len() >= 12, "{there:?}");
    let (again, said) = account.does("deploy --name twice --yes");
    assert_eq!(again, first);
    assert!(said.contains("is as it should be: nothing to change."), "{said}");
    let (plan, _) = account.does("deploy --name twice --dry-run --failure-rate 1");
    assert!(plan.contains("~ Etl") && !plan.contains("~ Ingest "), "{plan}");
    assert!(
        account.does("deploy --name twice --dry-run").0.contains("nothing to change"),
        "the dry run did nothing"
    );
    account.does("delete --name twice --yes");
    assert_eq!(account.left("twice"), Vec::<String>::new());
}

#[test]
fn a_dry_run_makes_nothing() {
    let Some(account) = Account::open() else { return };
    let (plan, _) = account.does("deploy --name dry --dry-run --public-read");
    let line = "The stack farol-dry will be made in account 000000000000 (root), region us-east-2:";
    assert_eq!(plan.lines().next(), Some(line));
    for part in ["+ Raw ", "+ Ingest ", "+ Etl ", "Anyone in the world may read what is in the raw bucket."] {
        assert!(plan.contains(part), "{plan}");
    }
    assert_eq!(account.left("dry"), Vec::<String>::new());
}

#[test]
fn what_was_changed_by_hand_is_told_and_deploying_puts_the_script_back() {
    let Some(account) = Account::open() else { return };
    let (code, _, said) = account.farol("status --name drift");
    assert_eq!((code, said.as_str()), (1, "There is no stack farol-drift there.\n"));
    let pipeline = parse(&account.does("deploy --name drift --yes").0);
    let (status, _) = account.does("status --name drift");
    assert_eq!(status.matches("as bundled").count(), 3, "{status}");
    let (bucket, function) = (pipeline.processed.unwrap().bucket, pipeline.ingest.unwrap().function);
    account.look(&format!("spoil {bucket} {function}"));
    let (code, status, _) = account.farol("status --name drift");
    let lines: Vec<&str> = status.lines().collect();
    assert_eq!(code, 2, "{status}");
    assert!(lines[1].starts_with("template  as bundled"), "{status}");
    assert!(
        lines[2].starts_with("handler   DIFFERS") && lines[3].starts_with("script    DIFFERS"),
        "{status}"
    );
    assert!(account.does("deploy --name drift --yes").1.contains("uploaded over another one"));
    assert!(account.farol("status --name drift").1.contains("script    as bundled"));
    account.does("delete --name drift --yes");
}

#[test]
fn a_name_that_is_taken_is_the_first_cause_and_what_was_there_before_stays() {
    let Some(account) = Account::open() else { return };
    let taken = "taken-raw-000000000000-us-east-2";
    account.look(&format!("bucket {taken}"));
    let (code, out, said) = account.farol("deploy --name taken --yes");
    assert_eq!((code, out.as_str()), (1, ""), "{said}");
    let (_, end) = said.split_once("farol: the first cause: ").unwrap();
    assert!(end.starts_with("Raw (AWS::S3::Bucket)") && end.contains(taken), "{end}");
    assert!(end.contains("that one is taken: choose another --name"), "{end}");
    let (code, _, said) = account.farol("deploy --name taken --yes");
    assert_eq!(code, 1);
    assert!(
        said.contains("ROLLBACK_COMPLETE: it can only be deleted; run `farol pipeline delete --name taken`")
    );
    let (code, status, _) = account.farol("status --name taken");
    assert!(code == 1 && status.contains("the first cause: Raw (AWS::S3::Bucket)"), "{status}");
    account.look(&format!("put {taken} theirs"));
    account.does("delete --name taken --yes");
    assert_eq!(account.left("taken"), [format!("bucket {taken}")]);
    let kept = account.farol("deploy --name taken --dry-run");
    assert_eq!(kept.0, 0, "{kept:?}");
}

#[test]
fn what_fails_on_the_way_is_rolled_back_and_told() {
    let Some(account) = Account::open() else { return };
    account.look("job describe-rolled");
    let (code, _, said) = account.farol("deploy --name rolled --yes");
    let (_, end) = said.split_once("farol: the first cause: ").unwrap();
    assert!(code == 1 && end.starts_with("Etl (AWS::Glue::Job) CREATE_FAILED: "), "{end}");
    let (_, undone) = end.split_once("\nRolled back, removed again: ").unwrap();
    assert!(["Raw", "Processed", "Catalog"].iter().all(|name| undone.contains(name)), "{undone}");
    account.does("delete --name rolled --yes");
    assert_eq!(account.left("rolled"), ["job describe-rolled"]);
}

#[test]
fn a_person_is_asked_and_anything_but_the_right_answer_changes_nothing() {
    let Some(account) = Account::open() else { return };
    for answer in ["", "n", "Y E S", "^C", "^D"] {
        let (code, screen) = account.typed("deploy --name asked", "Do it? [y/N]", answer);
        assert!(code == 1 && screen.contains("Nothing was changed."), "{answer:?}: {screen}");
        assert_eq!(account.left("asked"), Vec::<String>::new(), "{answer:?}");
    }
    let (code, screen) = account.typed("deploy --name asked", "Do it? [y/N]", "y");
    assert!(code == 0 && screen.contains("[[pipeline]]"), "{screen}");
    for answer in ["", "y", "askedd", "^C", "^D"] {
        let (code, screen) = account.typed("delete --name asked", "Type asked", answer);
        assert!(code == 1 && screen.contains("Nothing was deleted."), "{answer:?}: {screen}");
    }
    assert!(account.left("asked").len() >= 12);
    let (code, screen) = account.typed("delete --name asked", "Type asked", "asked");
    assert!(code == 0 && screen.contains("nothing is left"), "{screen}");
    assert_eq!(account.left("asked"), Vec::<String>::new());
}

#[test]
fn a_deployment_that_was_killed_half_way_is_taken_up_by_the_same_command() {
    let Some(account) = Account::open() else { return };
    let (code, _) = account.typed("deploy --name killed", "Do it? [y/N]", "KILL");
    assert_eq!((code, account.left("killed")), (137, vec!["stack farol-killed".to_owned()]));
    let (code, status, _) = account.farol("status --name killed");
    assert!(code != 0 && status.contains("REVIEW_IN_PROGRESS"), "{status}");
    account.does("deploy --name killed --yes");
    assert!(account.does("status --name killed").0.contains("CREATE_COMPLETE"));
    let (code, _) = account.typed("delete --name killed", "Type killed", "KILL");
    assert_eq!(code, 137);
    account.does("delete --name killed --yes");
    assert_eq!(account.left("killed"), Vec::<String>::new());
}

#[test]
fn the_policies_of_a_deployed_pipeline_have_its_names() {
    let Some(account) = Account::open() else { return };
    account.does("deploy --name named --yes");
    for (whose, part) in [
        ("reader", "\"arn:aws:s3:::named-raw-000000000000-us-east-2\""),
        ("operator", "\"arn:aws:lambda:us-east-2:000000000000:function:named-ingest\""),
    ] {
        let policy = account.does(&format!("show policy --for {whose} --name named")).0;
        assert!(policy.contains(part) && !policy.contains("${"), "{policy}");
        assert!(serde_json::from_str::<serde_json::Value>(&policy).is_ok());
    }
    account.does("delete --name named --yes");
    let (code, _, said) = account.farol("show policy --name named");
    assert_eq!((code, said.as_str()), (1, "farol: there is no stack farol-named there\n"));
}

#[test]
fn every_version_of_every_object_goes() {
    let Some(account) = Account::open() else { return };
    let pipeline = parse(&account.does("deploy --name versions --yes").0);
    account.look(&format!("put {} odd+name/%41&<ü>.txt", pipeline.raw.unwrap().bucket));
    let (_, said) = account.does("delete --name versions --yes");
    assert!(said.contains("    odd+name/%41&<ü>.txt (3 versions)"), "{said}");
    assert_eq!(account.left("versions"), Vec::<String>::new());
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_changed() {
    let Some(account) = Account::open() else { return };
    for (line, part) in [
        ("deploy --name Refused --yes", "expected 1 to 25 of a-z"),
        ("deploy --name refused", "there is nobody to ask whether to deploy"),
        ("deploy --name refused --yes --failure-rate 2", "expected a number from 0 to 1"),
        ("deploy --name refused --yes --api-url http://example.com/k=secret", "begins with https://"),
        ("deploy --name refused --yes --layer requests", "expected the ARN of a layer"),
        ("deploy --name refused --yes --read-only", "read-only"),
        ("deploy --name refused --yes --job j", "derive from --name"),
        ("delete --yes", "--name <NAME>"),
        ("delete --name refused", "there is nobody to ask for the name"),
    ] {
        let (code, out, said) = account.farol(line);
        assert_eq!((code, out.as_str()), (64, ""), "{line}: {said}");
        assert!(said.contains(part) && !said.contains("secret"), "{line}: {said}");
    }
    assert_eq!(account.left("refused"), Vec::<String>::new());
}
