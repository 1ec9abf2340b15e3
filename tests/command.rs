//! The real binary, as a shell starts it: what it says, where, and how it ends.

use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

/// A home of its own, with nothing of the machine's environment; gone afterwards.
pub struct Home(PathBuf);

impl Home {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("farol-home-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join(".config/farol")).unwrap();
        Self(path)
    }

    fn config(&self) -> PathBuf {
        self.0.join(".config/farol/config.toml")
    }

    pub fn write(&self, text: &str, mode: u32) {
        fs::write(self.config(), text).unwrap();
        fs::set_permissions(self.config(), Permissions::from_mode(mode)).unwrap();
    }

    pub fn farol(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_farol"));
        command.args(line.split_whitespace()).env_clear().env("HOME", &self.0);
        command.env("AWS_EC2_METADATA_DISABLED", "true").stdin(Stdio::null());
        command
    }

    /// Exit code, standard output and standard error.
    pub fn run(&self, line: &str) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.farol(line).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(self.0.to_str().unwrap(), "~");
        (status.code().unwrap(), text(stdout), text(stderr))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_mistake_of_a_file_is_said_in_its_place_and_nothing_opens() {
    let home = Home::new("mistakes");
    home.write("read_only = \"yes\"\n[[pipeline]]\nname = \"p\"\n[pipeline.raw]\nbuket = \"b\"\n", 0o600);
    let want = "\
~/.config/farol/config.toml:1:13: `read_only` is \"yes\"; expected true, false or \"until-armed\"
~/.config/farol/config.toml:5:1: unknown key `buket` in [pipeline.raw]; did you mean `bucket`?
farol: nothing was opened: the configuration has to be right first
";
    for line in ["", "console", "status", "status --json", "demo"] {
        assert_eq!(home.run(line), (64, String::new(), want.to_owned()), "farol {line}");
    }
}

#[test]
fn a_file_that_others_may_write_opens_nothing() {
    let home = Home::new("modes");
    home.write("", 0o664);
    let (code, _, said) = home.run("status");
    assert_eq!(code, 64);
    assert!(said.starts_with(
        "~/.config/farol/config.toml: others may change it (mode 0664), so it is not trusted: \
         run `chmod go-w ~/.config/farol/config.toml`"
    ));
}

#[test]
fn bad_usage_ends_with_64_and_says_so_on_standard_error() {
    let home = Home::new("usage");
    for line in
        ["--nonsense", "demo --speed fast", "--config /nowhere/c.toml", "--pipeline p", "status --raw-key k"]
    {
        let (code, out, said) = home.run(line);
        assert_eq!((code, out.as_str()), (64, ""), "farol {line}");
        assert!(!said.is_empty(), "farol {line}");
    }
}

#[test]
fn without_a_terminal_the_console_says_what_to_use_instead() {
    let home = Home::new("piped");
    let Output { status, stdout, stderr } = home.farol("demo").env("TERM", "xterm").output().unwrap();
    let said = "farol: the console needs a terminal; `farol status` works without one\n";
    assert_eq!((status.code(), stdout.as_slice(), stderr.as_slice()), (Some(64), &b""[..], said.as_bytes()));
}

#[track_caller]
fn check_refused(home: &Home, line: &str, want: &str) {
    assert_eq!(home.run(line), (64, String::new(), format!("farol: {want}\n")), "farol {line}");
}

#[test]
fn a_profile_that_does_not_exist_or_no_region_opens_no_screen() {
    let home = Home::new("place");
    let no_region = "none is set: give --region, `region` in the pipeline, AWS_REGION, or one in the profile";
    check_refused(&home, "", &format!("region: {no_region}"));
    check_refused(&home, "console --job j", &format!("j: region: {no_region}"));
    fs::create_dir_all(home.0.join(".aws")).unwrap();
    fs::write(home.0.join(".aws/config"), "[profile data-prod]\nregion = us-east-2\n").unwrap();
    let nearest = "in ~/.aws/config or ~/.aws/credentials; did you mean `data-prod`?";
    check_refused(&home, "--profile data-prd", &format!("profile: there is no profile `data-prd` {nearest}"));
    home.write("[[pipeline]]\nname = \"p\"\n[pipeline.etl]\njob = \"j\"\n", 0o600);
    check_refused(&home, "", &format!("p: region: {no_region}"));
    // What is right gets as far as the terminal, which is missing here.
    let needs_terminal = "the console needs a terminal; `farol status` works without one";
    check_refused(&home, "--profile data-prod", needs_terminal);
    check_refused(&home, "--region us-east-2", needs_terminal);
}

#[test]
fn help_version_completions_and_the_man_page_go_to_standard_output() {
    let home = Home::new("help");
    for (line, part) in [
        ("--help", "Usage: farol [OPTIONS] [COMMAND]"),
        ("--version", concat!("farol ", env!("CARGO_PKG_VERSION"))),
        ("completions zsh", "#compdef farol"),
        ("man", ".TH farol 1"),
        ("pipeline show template", "AWSTemplateFormatVersion"),
        ("pipeline show handler", "def lambda_handler(event, context):"),
        ("pipeline show etl", "describe().to_csv()"),
        ("pipeline show policy", "lambda:GetFunctionConfiguration"),
        ("pipeline show policy --for operator", "glue:StartJobRun"),
    ] {
        let (code, out, said) = home.run(line);
        assert_eq!((code, said.as_str()), (0, ""), "farol {line}");
        assert!(out.contains(part), "farol {line}: {out}");
    }
}

#[test]
fn a_pipeline_is_neither_deployed_nor_looked_at_without_access() {
    let home = Home::new("deploy");
    let nowhere = "--region us-east-2 --endpoint-url http://127.0.0.1:9";
    let silent =
        "farol: no answer to sts:GetCallerIdentity: 127.0.0.1:9: Connection refused (os error 111)\n";
    let again = "The same command again goes on where this one stopped.\n";
    for (line, want) in [
        ("pipeline status", silent.to_owned()),
        ("pipeline deploy --yes", format!("{silent}{again}")),
        ("pipeline delete --name public-apis --yes", format!("{silent}{again}")),
    ] {
        assert_eq!(home.run(&format!("{line} {nowhere}")), (3, String::new(), want), "farol {line}");
    }
    let (code, _, said) = home.run("pipeline deploy --yes --region us-east-2");
    assert!(code == 3 && said.contains("run `aws configure`"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_nothing_to_complain_about() {
    let home = Home::new("pipe");
    let mut child =
        home.farol("completions bash").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert_eq!((status.code(), stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn the_log_is_for_its_owner_alone() {
    let home = Home::new("log");
    let log = home.0.join("farol.log");
    let line = format!("status --pipeline none --log-file {}", log.display());
    assert_eq!(home.run(&line).0, 64);
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.run("status --log-file /nowhere/farol.log").0, 64);
}

/// A demo that is served on loopback until the test ends, and how to get there.
pub struct Served(Child, pub Vec<(String, String)>);

impl Served {
    pub fn start(home: &Home, line: &str) -> Self {
        let mut child = home.farol(line).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut way = Vec::new();
        while way.last().is_none_or(|(name, _)| name != "AWS_EC2_METADATA_DISABLED") {
            let line = lines.next().unwrap().unwrap();
            let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
            way.push((name.to_owned(), value.to_owned()));
        }
        Self(child, way)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn check_status(home: &Home, served: &Served, line: &str, code: i32) -> serde_json::Value {
    let Output { status, stdout, stderr } = home.farol(line).envs(served.1.iter().cloned()).output().unwrap();
    let (out, said) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert_eq!((status.code(), said.as_str()), (Some(code), ""), "farol {line}: {out}");
    assert!(!out.contains('\u{1b}'), "no colour into a pipe");
    serde_json::from_str(&out).unwrap_or(out.into())
}

#[test]
fn status_finds_the_pipeline_of_a_served_demo_and_says_what_failed() {
    let home = Home::new("served");
    let served = Served::start(&home, "demo --serve 127.0.0.1:0 --failure-rate 1");
    let report = check_status(&home, &served, "status --json", 1);
    assert_eq!((&report["version"], &report["state"]), (&1.into(), &"failed".into()));
    let pipeline = &report["pipelines"][0];
    assert_eq!((&pipeline["account"], &pipeline["name"]), (&"123456789012".into(), &"getPublicAPIs".into()));
    let steps = pipeline["steps"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(names, ["ingest", "raw", "etl", "processed", "crawl", "table"]);
    assert_eq!(
        (&steps[2]["state"], &steps[2]["why"]),
        (&"failed".into(), &"Exception: Random exception".into())
    );
    let table = check_status(&home, &served, "status", 1);
    assert_eq!(table.as_str().unwrap().lines().count(), 7);
}

#[test]
fn status_watches_only_what_is_named() {
    let home = Home::new("named");
    let served = Served::start(&home, "demo --serve 127.0.0.1:0 --failure-rate 0");
    home.write("[[pipeline]]\nname = \"a\"\n[pipeline.catalog]\ncrawler = \"public-apis-crawler\"\n", 0o600);
    let report = check_status(&home, &served, "status --json", 0);
    let steps = report["pipelines"][0]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "{report}");
    let denied = check_status(&home, &served, "status --json --endpoint-url http://127.0.0.1:9", 3);
    assert_eq!(denied["pipelines"][0]["fault"]["kind"], "offline");
}

#[test]
fn what_is_loaded_into_a_served_demo_is_what_a_tail_of_its_group_prints() {
    let home = Home::new("loaded");
    let line = |n: u32| format!("2023-10-01T10:{:02}:{:02}.000Z seq={n}\n", n / 60, n % 60);
    let text = (0..500).map(line).collect::<Vec<_>>().concat();
    let file = home.0.join("app.log");
    fs::write(&file, &text).unwrap();
    let served =
        Served::start(&home, &format!("demo --serve 127.0.0.1:0 --load /my/group={}", file.display()));
    let mut tail = home.farol("tail --group /my/group --since 1h --no-follow --raw");
    let Output { stdout, stderr, .. } = tail.envs(served.1.iter().cloned()).output().unwrap();
    assert_eq!(String::from_utf8(stdout).unwrap(), text, "{}", String::from_utf8_lossy(&stderr));
    let (code, _, said) = home.run("demo --serve 127.0.0.1:0 --load /my/group=/nowhere/app.log");
    assert!(code == 1 && said.contains("/nowhere/app.log: No such file or directory"), "{code} {said}");
}
