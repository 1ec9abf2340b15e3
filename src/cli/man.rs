//! `farol man`: one page, with a section for every subcommand and for everything that prints JSON.

use std::io;

use clap_mangen::Man;

use super::{Exit, command, complain, print, status, tail};

pub(super) fn run() -> Exit {
    match page() {
        Ok(page) => print(&page, Exit::Well),
        Err(error) => {
            complain(&error.to_string());
            Exit::Failed
        }
    }
}

fn page() -> io::Result<String> {
    let root = command();
    let mut page = rendered(|page| Man::new(root.clone()).render(page))?;
    for subcommand in root.get_subcommands() {
        page += &section(subcommand, root.get_name())?;
    }
    page += &json("JSON OF STATUS", status::JSON, crate::status::SCHEMA);
    page += &json("JSON OF TAIL", tail::JSON, tail::SCHEMA);
    Ok(page)
}

/// A subcommand, without the options that all of them take, and then those below it.
fn section(subcommand: &clap::Command, above: &str) -> io::Result<String> {
    let name = format!("{above} {}", subcommand.get_name());
    let alone = subcommand.clone().bin_name(&name).disable_help_flag(true).disable_help_subcommand(true);
    let man = Man::new(alone);
    let body = rendered(|page| {
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        if subcommand.get_arguments().next().is_some() {
            man.render_options_section(page)?;
        }
        Ok(())
    })?;
    let notes = subcommand.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut all = format!(".SH \"{}\"\n{}", escape(&name.to_uppercase()), body.replace(".SH ", ".SS "));
    for part in notes.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        all += &[".PP\n", &escape(part), "\n"].concat();
    }
    for below in subcommand.get_subcommands() {
        all += &section(below, &name)?;
    }
    Ok(all)
}

fn rendered(render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<String> {
    let mut page = Vec::new();
    render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// What a subcommand prints as JSON, word for word.
fn json(heading: &str, introduction: &str, schema: &str) -> String {
    format!(".SH \"{heading}\"\n{}:\n.PP\n.nf\n{}.fi\n", escape(introduction), escape(schema))
}

/// Keeps roff from reading anything into the text.
fn escape(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_man_page_has_every_subcommand_and_the_json_as_it_is() {
        let page = page().unwrap();
        for part in [
            ".SH \"FAROL TAIL\"",
            "\\-\\-no\\-follow",
            ".SH \"FAROL PIPELINE DEPLOY\"",
            "\\-\\-failure\\-rate",
            "\"took_seconds\": 21.0",
            "\"type\": \"event\"",
            "64 bad usage",
        ] {
            assert!(page.contains(part), "{part}:\n{page}");
        }
        assert!(
            !crate::status::SCHEMA.lines().any(|line| line.starts_with(['.', '\''])),
            "a request to roff"
        );
    }
}
