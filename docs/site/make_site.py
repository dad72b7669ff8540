"""Gathers README, tutorial, guides and, where they were made, API reference and report into one static folder.

Usage: make_site.py OUTPUT [--reference FOLDER] [--report FOLDER]. Links between pages are kept: x.md becomes x.html.
"""

import argparse
import html
import pathlib
import re
import shutil

import markdown

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent


def slug(heading, separator):
    """A heading's name as GitHub makes it, so that the same links work in both places."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", separator)


def rendered(text):
    # Lists directly below a line of text are lists on GitHub, and in the converter only after an empty line.
    parts = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(
            r"^(?!\s*(?:[-*]|\d+\.) )(\S.*)\n(?=(?:[-*]|\d+\.) )", r"\1\n\n", parts[index], flags=re.M)
    text = "".join(parts)
    text = text.replace("<details>", '<details markdown="1">')
    converter = markdown.Markdown(
        extensions=["tables", "fenced_code", "toc", "md_in_html", "sane_lists"],
        extension_configs={"toc": {"slugify": slug}})
    return converter.convert(text)


def page_path(source):
    """Where a page of the repository stands in the site; every folder's README is its index."""
    place = source.relative_to(ROOT)
    if place == pathlib.Path("README.md"):
        return pathlib.Path("index.html")
    return place.with_name("index.html" if place.name == "README.md" else place.stem + ".html")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--reference", type=pathlib.Path)
    parser.add_argument("--report", type=pathlib.Path)
    options = parser.parse_args()
    site = options.output
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    sources = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")]
    sources = [path for path in sources if path.exists()] + sorted((ROOT / "docs").rglob("*.md"))
    pages = {path.resolve(): page_path(path) for path in sources if path.suffix == ".md"}
    parts = [("index.html", "Overview"), ("docs/tutorial/index.html", "Tutorial")]
    parts += [("docs/kernels.html", "Kernels")] if ROOT / "docs/kernels.md" in pages else []
    if options.reference and options.reference.exists():
        shutil.copytree(options.reference, site / "reference")
        parts.append(("reference/documentation/index.html", "Reference"))
    if options.report and options.report.exists():
        shutil.copytree(options.report, site / "report")
        parts.append(("report/report.html", "Report"))
    template = (HERE / "page.html").read_text()
    shutil.copy(HERE / "style.css", site / "style.css")
    for source, place in pages.items():
        body = relinked(rendered(source.read_text()), source, place, pages, site)
        up = "../" * (len(place.parts) - 1)
        title = re.search(r"^# (.+)$", source.read_text(), re.M)
        menu = "\n".join(f'<a href="{up}{target}">{name}</a>' for target, name in parts)
        page = template.replace("{{title}}", html.escape(title.group(1) if title else place.stem))
        page = page.replace("{{up}}", up).replace("{{menu}}", menu).replace("{{body}}", body)
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        (site / place).write_text(page)
    print(f"{len(pages)} pages in {site}")


def relinked(body, source, place, pages, site):
    """The body with links to pages led to their HTML, and every other file that is linked to copied beside it."""

    def replace(match):
        name, target = match.group(1), html.unescape(match.group(2))
        if "://" in target or target.startswith(("#", "mailto:")):
            return match.group(0)
        file, _, anchor = target.partition("#")
        path = (source.parent / file).resolve()
        if path in pages:
            new = pages[path]
        else:
            new = path.relative_to(ROOT)
            (site / new).parent.mkdir(parents=True, exist_ok=True)
            if path.is_file():
                shutil.copy(path, site / new)
            elif path.is_dir():
                shutil.copytree(path, site / new, dirs_exist_ok=True)
        up = "../" * (len(place.parts) - 1)
        return f'{name}="{up}{new.as_posix()}{"#" + anchor if anchor else ""}"'

    return re.sub(r'\b(href|src)="([^"]+)"', replace, body)


if __name__ == "__main__":
    main()
