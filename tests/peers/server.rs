//! A server that nobody here wrote, on a loopback port, with pipelines in it.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use super::venv::{Venv, run, venv};

/// The region of everything that is seeded.
pub const REGION: &str = "us-east-2";

/// How to run a server.
pub struct Recipe {
    /// Names its log.
    pub name: &'static str,
    /// What to install, a file beside this one.
    pub requirements: &'static str,
    /// What fills it, a file below `seed`; `None`: it stays empty.
    pub seed: Option<&'static str>,
    /// The program and its arguments; `{port}` stands for the port.
    pub command: &'static [&'static str],
    /// What it needs in its environment, likewise.
    pub environment: &'static [(&'static str, &'static str)],
}

/// A server that runs until it is dropped, or until this process ends in whatever way.
pub struct Server {
    keeper: Child,
    /// Its URL.
    pub endpoint: String,
}

/// A server that is started by the first test that needs it, and shared by all.
pub struct Shared {
    recipe: Recipe,
    server: OnceLock<Option<Result<Server, String>>>,
}

impl Shared {
    /// Nothing is started yet.
    pub const fn new(recipe: Recipe) -> Self {
        Self { recipe, server: OnceLock::new() }
    }

    /// The URL of the server; `None` where there is no Python, which has been said then.
    pub fn endpoint(&self) -> Option<&str> {
        let venv = venv(&folder().join(self.recipe.requirements))?;
        let server = self.server.get_or_init(|| Some(Server::start(&self.recipe, &venv)));
        match server.as_ref()? {
            Ok(server) => Some(&server.endpoint),
            Err(said) => panic!("{}: {said}", self.recipe.name),
        }
    }
}

impl Server {
    /// Starts a server and fills it.
    pub fn start(recipe: &Recipe, venv: &Venv) -> Result<Self, String> {
        let mut keeper = keeper(recipe, venv);
        let mut keeper = keeper.spawn().map_err(|error| error.to_string())?;
        let mut port = String::new();
        let output = keeper.stdout.take().ok_or("the keeper has no output")?;
        BufReader::new(output).read_line(&mut port).map_err(|error| error.to_string())?;
        let server = Self { keeper, endpoint: format!("http://127.0.0.1:{}", port.trim()) };
        if port.is_empty() {
            return Err(format!("it did not start: {}", said(recipe)));
        }
        if let Some(seed) = recipe.seed {
            let mut python = venv.program("python");
            python.arg(folder().join("seed").join(seed)).env_clear().envs(client(&server.endpoint));
            run(&mut python).map_err(|error| format!("{error}\n{}", said(recipe)))?;
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input tells the keeper to stop the server.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers")
}

/// The program that starts the server and stops it when its input ends.
fn keeper(recipe: &Recipe, venv: &Venv) -> Command {
    let [program, arguments @ ..] = recipe.command else { panic!("a recipe without a program") };
    let mut keeper = venv.program("python");
    keeper.arg(folder().join("serve.py")).arg(venv.path(program)).args(arguments);
    keeper.env_clear().envs(client("http://127.0.0.1:{port}")).envs(recipe.environment.iter().copied());
    // Jobs are run by the first `python3` of the path, and they need the environment's packages.
    let own = venv.path("python").parent().map(|bin| bin.display().to_string()).unwrap_or_default();
    keeper.env("PATH", format!("{own}:{}", std::env::var("PATH").unwrap_or_default()));
    let log = File::create(log(recipe)).expect("a log below target");
    keeper.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
    keeper
}

/// What a client at this endpoint needs, and nothing of this machine's own configuration.
pub fn client(endpoint: &str) -> Vec<(&'static str, String)> {
    let fixed = [
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_REGION", REGION),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("AWS_ENDPOINT_URL", endpoint),
    ];
    fixed.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

fn log(recipe: &Recipe) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(recipe.name).with_extension("log")
}

/// The end of what the server wrote.
fn said(recipe: &Recipe) -> String {
    let mut text = String::new();
    let read = File::open(log(recipe)).and_then(|mut file| file.read_to_string(&mut text));
    match read {
        Ok(_) => {
            text.lines().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
        }
        Err(error) => error.to_string(),
    }
}
