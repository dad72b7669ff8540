"""Makes the static site without reference and report, and follows every link in it."""

import html.parser
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Page(html.parser.HTMLParser):
    """The links of a page and the names that links can lead to."""

    def __init__(self, path):
        super().__init__()
        self.links, self.names = [], set()
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        for key, value in attributes:
            if key in ("href", "src"):
                self.links.append(value)
            if key == "id":
                self.names.add(value)


def test_every_link_of_the_site_leads_somewhere(tmp_path):
    site = tmp_path / "site"
    subprocess.run([sys.executable, ROOT / "docs/site/make_site.py", site], check=True, capture_output=True)
    pages = {path: Page(path) for path in site.rglob("*.html")}
    assert len(pages) >= 15
    for path, page in pages.items():
        for link in page.links:
            if "://" in link:
                continue
            file, _, name = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), f"{path.relative_to(site)} links to {link}"
            if name and target in pages:
                assert name in pages[target].names, f"{path.relative_to(site)} links to {link}: no such heading"
        text = path.read_text()
        assert "{{" not in text and "```" not in text and "](" not in text, f"{path.name} holds Markdown"
