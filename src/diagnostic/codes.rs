//! The stable codes of all diagnostics, each with the explanation that `dateline explain` prints.

/// A stable code such as `link/unknown-actor`.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as printed between brackets.
    pub id: &'static str,
    /// What it means and how to mend it, in Markdown.
    pub explanation: &'static str,
}

impl Code {
    /// The code with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|code| code.id == id)
    }
}

macro_rules! codes {
    ($($name:ident = $id:literal: $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $explanation)]
            pub static $name: Code = Code { id: $id, explanation: $explanation };
        )*
        /// Every code, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    // Reading files.
    IO_READ = "io/read": "A file or folder could not be read. Check that it exists and that you may read it.";
    IO_WRITE = "io/write": "A file or folder could not be written. The previous site is as it was, unless a note says otherwise.";
    IO_UTF8 = "io/not-utf8": "A text file holds bytes that are not UTF-8. Save it as UTF-8 in your editor.";
    IO_SIZE = "io/too-large": "A text file is larger than Dateline reads (32 MiB).";
    IO_NAME = "io/file-name": "A file name is not UTF-8, or holds a character that a URL or another file system cannot carry, or is that of a device on Windows. Rename the file.";
    IO_PICTURE = "io/picture": "A picture cannot be read, or its first bytes are not those of a picture. Pages show it without width and height. Save it again, or give the file the extension of what it is.";
    IO_LINK = "io/symlink": "A symbolic link in the site leads out of the site's folders, to a file that is left out, or in a circle. Copy the file instead.";

    // Data: YAML and TOML.
    DATA_SYNTAX = "data/syntax": "The YAML or TOML cannot be read. In YAML, put quotes around a value that holds `: ` or begins with `[`, `{`, `*`, `&`, `!`, `|`, `>`, `%` or `@`.";
    DATA_DUPLICATE = "data/duplicate-key": "A key is there twice in one mapping. Keep one of them.";
    DATA_TYPE = "data/wrong-type": "A value has another type than its key takes, such as a list where a text is wanted. Text that looks like a number or a truth value needs quotes.";
    DATA_UNKNOWN = "data/unknown-key": "A key that nothing reads; mostly a slip of spelling. Own data goes under `extra`.";
    DATA_MISSING = "data/missing-field": "A required key is not there. The guide lists the keys of each kind of file.";
    DATA_VALUE = "data/bad-value": "A value has the right type, but is none of those that the key takes.";
    DATA_DATE = "data/bad-date": "Dates of articles are `2025-07-03` or `2025-07-03T10:00:00+02:00`. Dates of events, roles and relations are EDTF: `2024`, `2024-10`, `2024-10~` (about), `2024/2025`, `2024-06/..` (since).";
    DATA_FRONT_MATTER = "data/front-matter": "A front matter opens with a line `---` (YAML) or `+++` (TOML) at the very start of the file and closes with the same line.";

    // Configuration and theme.
    CONFIG_MISSING = "config/not-found": "There is no `site.toml`. Run the command in the site's folder, name the folder with `--root`, or make a site with `dateline init`.";
    CONFIG_VALUE = "config/bad-value": "A setting in `site.toml` has a value that cannot be used.";
    THEME_MISSING = "theme/not-found": "No folder under `themes/` and no built-in theme has this name.";
    THEME_CYCLE = "theme/cycle": "Themes inherit from each other in a circle.";
    THEME_OPTION = "theme/option": "An option in `[theme.options]` is not declared by the theme, or has another type than declared.";
    TEMPLATE_SYNTAX = "template/syntax": "A template cannot be read: its syntax is wrong, or it names a template, filter or function that does not exist.";
    TEMPLATE_LIMIT = "template/limit": "A template takes longer than ten seconds for a page, or makes a page of more than 100 MiB: most likely loops in loops. A build ends; `dateline serve` shows this in place of the page until a template or setting is changed.";
    TEMPLATE_RENDER = "template/render": "A template failed while a page was rendered. An undefined variable is an error; write `?.` or `default` where a value may be missing.";
    TEMPLATE_MISSING = "template/not-found": "A front matter asks for a template that no layer of the theme has.";

    // Content.
    CONTENT_ID = "content/id-clash": "Two files have the same id. Actors, topics, articles and pages share one namespace, so that `[[id]]` means one thing. Rename one file, or give an article another `slug`.";
    CONTENT_PATH = "content/path-clash": "Two pages or files would be written to the same path, or to paths that differ only in case or Unicode form, which some file systems cannot hold. Give one another `slug` or name.";
    CONTENT_PERMALINK = "content/permalink": "A `slug`, `path` or alias cannot be an address: it is empty, leaves the site, or holds characters that a URL or a file name cannot carry.";
    CONTENT_TERM = "content/term-clash": "Two different terms of a taxonomy have one slug, so that they would share a page. Spell them alike.";
    CONTENT_TRANSLATION = "content/translation": "Two pages with one `translation_key` are in the same language. A key ties pages that say one thing in different languages; `lang` says which, and is the site's own where it is missing.";
    CONTENT_ALIAS = "content/alias-name": "An entry of `aliases` looks like a name and not like the old address of a page. Old addresses begin with `/`; other names of an actor or topic go under `aka`.";
    CONTENT_ACTIVE = "content/active-file": "A file beside the content is a page, a script, a program or an instruction for the server, or a drawing that holds a script. Copied to the site it could do whatever the site's own scripts can. Files in `static/` are trusted and copied as they are; `[markdown] raw_html = \"allow\"` trusts content as well.";
    CONTENT_HTML = "content/html": "HTML in Markdown that could run a script, change how the page looks, or fetch something is left out, so that nobody needs to read an article's source before it is published. `[markdown] raw_html = \"allow\"` lets all HTML through; `[markdown] embeds` names the hosts that an `iframe` may show.";
    CONTENT_MANY = "content/many-findings": "A file has more than 100 faults, and only the first are shown. Mostly they have one cause.";
    CONTENT_UNTITLED = "content/untitled-draft": "A draft has no title and is shown under its file's name. It needs one before it is published.";
    CONTENT_CYCLE = "content/cycle": "`broader` or `part_of` leads back to where it began.";
    CONTENT_LEVELS = "content/levels": "`broader` or `part_of` leads through more than a hundred others. Templates show such trees level by level, and have no room for more.";

    // References.
    LINK_ACTOR = "link/unknown-actor": "No actor has this id. Make one with `dateline new actor NAME`, mend the spelling, or set `[linking] stubs = true` to have a page made for it.";
    LINK_TOPIC = "link/unknown-topic": "No topic has this id. Make one with `dateline new topic NAME`, mend the spelling, or set `[linking] stubs = true` to have a page made for it.";
    LINK_AUTHOR = "link/unknown-author": "A name in `authors` is no author with a page, but nearly the id or name of one. A bare name is allowed; this one is probably misspelt.";
    LINK_SOURCE = "link/unknown-source": "No entry of `content/sources.yaml` has this id.";
    LINK_TARGET = "link/broken": "A link leads to a page or file that is not in the site.";
    LINK_WIKI = "link/unknown-page": "A wikilink names nothing in the site. Inside the brackets stands the id of an actor, topic, article or page, or a name or title that only one of them has.";
    LINK_AMBIGUOUS = "link/ambiguous": "A wikilink's text is the name of several things. Write the id, or say the kind: `[[actor:georgia]]`.";
    LINK_ANCHOR = "link/no-anchor": "The page exists, but has no heading or element with this id.";
    LINK_DRAFT = "link/unpublished": "A link leads to a page that is not published: a draft, or scheduled, or expired.";
    LINK_OUTPUT = "link/broken-in-output": "A page that a template made holds an internal link that leads nowhere. A link to a page that is a folder ends with a slash.";
    LINK_FOOTNOTE = "link/no-footnote": "A footnote is referred to but not defined, or defined twice.";
    LINK_SCHEME = "link/unsafe-scheme": "A link uses a scheme that can run a script. Only ordinary schemes such as https, http, mailto and tel are let through.";

    // Output.
    CACHE_DAMAGED = "cache/damaged": "A file below `.dateline/cache`, where a build leaves what the next one needs not do again, is not whole. It is not used, and written again. If somebody else writes into it while a build reads from it, that build ends. The folder can be deleted at any time.";
    OUTPUT_BASE_URL = "output/no-base-url": "Without `base_url` in `site.toml` (or `--base-url`) there can be no absolute addresses: feeds, sitemap, canonical links and social tags are left out.";
    OUTPUT_FOREIGN = "output/foreign-files": "The output folder holds files that Dateline did not make, and replacing the folder would lose them. Move them, or name them in `[output] keep`.";
    OUTPUT_NOT_OURS = "output/not-ours": "The output folder exists, is not empty, and was not made by Dateline (it has no marker). Choose another folder or empty it yourself.";
    OUTPUT_PLACE = "output/place": "The output folder may not be the site's folder, lie in its content, themes, templates or static files, or contain them.";
    OUTPUT_LOCKED = "output/locked": "Another build of this site is running. Wait until it has ended.";
    OUTPUT_NO_EXCHANGE = "output/no-exchange": "The output folder cannot be exchanged in one step: it is a mount point, or lies where no folder can be renamed. The files are brought up to date one by one: an interrupted build is finished by the next command, but until then a visitor may see old and new pages side by side.";
    OUTPUT_MANIFEST = "output/manifest": "The file `.dateline-manifest` in the output folder, which says what Dateline wrote there, is damaged. So nobody can tell which files may be replaced. If none of them is yours, delete the output folder.";
    OUTPUT_JOURNAL = "output/journal": "A build was interrupted while it moved the entries that `[output] keep` names from the old output folder to the new one, and Dateline cannot finish that without risking to lose one of them.";
    OUTPUT_RESCUED = "output/rescued": "Files that Dateline did not make were put into the output folder while a build was replacing it. They were moved out of the way instead of being deleted. Take what you need.";
    OUTPUT_RECOVERED = "output/recovered": "An earlier build was killed, or the machine stopped, while the site was being published. What was left to do has been done.";

    // The preview server.
    SERVE_PORT = "serve/port": "No connection can be accepted at this port, nor at any of the hundred after it.";
    SERVE_WATCH = "serve/watch": "The operating system cannot tell what changes in the site's folders. On Linux the number of watched folders is limited: raise `fs.inotify.max_user_watches`.";
    SERVE_RESTART = "serve/restart": "A template that loops and writes nothing cannot be stopped: `dateline serve` leaves it behind and goes on, but not with more than four. Mend the templates and start it again.";

    // Editorial findings of `dateline check`.
    LINT_AMBIGUOUS = "lint/ambiguous-name": "A name in the text is that of several actors or topics, so that it is linked to none. Name the one that is meant in the article's front matter, or link it by hand.";
    LINT_NOT_NAMED = "lint/not-named": "The front matter says that an article is about an actor whom its text never names. Either the actor has a name that its file does not list under `aka`, or it does not belong there.";
    LINT_NEVER_MENTIONED = "lint/never-mentioned": "No page names this actor, and no article is about it.";
    LINT_DEAD_ALIAS = "lint/name-never-found": "No page has this name of an actor or topic. It may be misspelt; if it is there for readers or for later, nothing is wrong.";
    LINT_REGISTRY_TWIN = "lint/registry-twin": "An actor's file has the name of a country or organisation of the ready registry, but neither its id, nor its `iso3` or `wikidata`. So there are two actors of one name, and the name is linked to none.";
    LINT_UNKNOWN_NAME = "lint/unknown-name": "A capitalised name stands in several articles, and no actor or topic has it. `dateline new actor --from NAME` makes a file for it.";

    // Import.
    IMPORT_FORMAT = "import/format": "The file is not text, or is empty.";
    IMPORT_EXISTS = "import/exists": "The file that the import would make is there already; nothing was written.";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_unique_and_explained() {
        let mut ids: Vec<_> = ALL.iter().map(|code| code.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
        assert!(ALL.iter().all(|code| code.explanation.len() > 30 && code.id.contains('/')));
    }
}
