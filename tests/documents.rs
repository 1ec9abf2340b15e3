//! What the documents say is held to what the program does.

use std::fmt::Write as _;
use std::path::PathBuf;

use farol::keys::Row;

fn read(name: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

const BEGIN: &str = "<!-- keys: written by the test that holds this table -->\n";
const END: &str = "<!-- /keys -->";

fn heading(section: &str) -> &str {
    match section {
        "app" => "everywhere",
        "confirm" => "in the confirmation",
        "production" => "in the confirmation in production",
        "editor" => "in the editor of payloads and arguments",
        "past" => "in the list of what was sent",
        "details" => "in the details",
        "filter" => "in the filter line",
        "line" => "in a line that is asked for",
        "help" => "in the help",
        "related" => "in the list of what belongs to a row",
        "palette" => "in the palette",
        "tree" => "in the tree of a JSON line",
        "preview" => "in the preview of an object",
        "pipelines" => "in the list of pipelines",
        "runs" => "in Job runs",
        "objects" => "in Objects",
        "invocations" => "in Invocations",
        "logs" => "in Logs",
        "catalog" => "in Catalog",
        "alarms" => "in Alarms",
        other => other,
    }
}

fn chords(row: &Row) -> String {
    let quoted = row.chords.split(' ').map(|chord| format!("`{chord}`"));
    quoted.collect::<Vec<_>>().join(" ")
}

fn table() -> String {
    let mut table = String::new();
    let mut last = "";
    for (section, row) in farol::app::rows().iter().filter(|(_, row)| !row.chords.is_empty()) {
        if *section != last {
            let gap = if last.is_empty() { "" } else { "\n" };
            writeln!(table, "{gap}| {} | |\n|---|---|", heading(section)).unwrap();
            last = section;
        }
        writeln!(table, "| {} | {} |", chords(row), row.help).unwrap();
    }
    table
}

#[test]
fn the_keys_in_the_readme_are_the_keys_there_are() {
    let readme = read("README.md");
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (kept, after) = rest.split_once(END).unwrap();
    let wanted = format!("\n{}\n", table());
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
        std::fs::write(path, format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(kept, wanted, "UPDATE_PICTURES=1 cargo test writes it again");
}

#[test]
fn the_map_in_the_architecture_names_every_module() {
    let map = read("ARCHITECTURE.md");
    let library = read("src/lib.rs");
    let modules = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let missing: Vec<&str> = modules.filter(|module| !map.contains(&format!("`{module}`"))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn the_links_of_the_documents_lead_somewhere() {
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = read(name);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(link);
            assert!(path.exists(), "{name} links to {link}");
        }
    }
}
