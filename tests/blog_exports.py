"""Builders for the exports of Disqus and WordPress, after their documented formats.

Disqus: docs.disqus.com/developers/export; WordPress: wp-admin/includes/export.php, which
wrote version 1.0 without a list of authors, 1.1 with one, and 1.2 with their numbers.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path


def cdata(text: str) -> str:
    """A CDATA section, split where the text itself would end it."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


@dataclass(frozen=True)
class DisqusThread:
    number: int
    title: str = "Fractions"
    link: str = "https://class.example/fractions"
    deleted: bool = False
    owner: str = "Mrs Hart"

    def xml(self, forum: str) -> str:
        return (
            f'<thread dsq:id="{self.number}"><id>{self.number}</id><forum>{forum}</forum>'
            f'<category dsq:id="1"/><link>{escape(self.link)}</link>'
            f"<title>{escape(self.title)}</title><message/>"
            "<createdAt>2019-09-01T08:00:00Z</createdAt>"
            f"<author><name>{escape(self.owner)}</name><isAnonymous>false</isAnonymous>"
            "<username>hart</username></author>"
            f"<isClosed>false</isClosed><isDeleted>{str(self.deleted).lower()}</isDeleted></thread>"
        )


@dataclass(frozen=True)
class DisqusPost:
    number: int
    name: str = "Anna"
    message: str = "<p>I like fractions.</p>"
    parent: int = 0
    thread: int = 10
    created: str = "2019-09-02T10:00:00Z"
    username: str = ""
    email: str = ""
    deleted: bool = False
    spam: bool = False
    author_element: bool = True
    extra: str = ""

    def xml(self) -> str:
        email = f"<email>{escape(self.email)}</email>" if self.email else ""
        username = f"<username>{escape(self.username)}</username>" if self.username else ""
        author = (
            f"<author>{email}<name>{escape(self.name)}</name>"
            f"<isAnonymous>{str(not self.username).lower()}</isAnonymous>{username}</author>"
        )
        parent = f'<parent dsq:id="{self.parent}"/>' if self.parent else ""
        return (
            f'<post dsq:id="{self.number}"><id>wp_id={self.number}</id>'
            f"<message>{cdata(self.message)}</message><createdAt>{self.created}</createdAt>"
            f"<isDeleted>{str(self.deleted).lower()}</isDeleted>"
            f"<isSpam>{str(self.spam).lower()}</isSpam>"
            f"{author if self.author_element else ''}<ipAddress>192.0.2.1</ipAddress>"
            f'<thread dsq:id="{self.thread}"/>{parent}{self.extra}</post>'
        )


def disqus(
    posts: Sequence[DisqusPost],
    threads: Sequence[DisqusThread] = (DisqusThread(10),),
    *,
    forum: str = "hartclass",
    encoding: str = "utf-8",
    doctype: str = "",
    spaces: bool = True,
) -> str:
    """A forum's export; `spaces` False leaves the default namespace out, as some tools do."""
    space = 'xmlns="http://disqus.com" ' if spaces else ""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{doctype}'
        f'<disqus {space}xmlns:dsq="http://disqus.com/disqus-internals" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f'<category dsq:id="1"><forum>{forum}</forum><title>General</title></category>\n'
        + "\n".join([*(t.xml(forum) for t in threads), *(p.xml() for p in posts)])
        + "\n</disqus>\n"
    )


@dataclass(frozen=True)
class BlogAuthor:
    number: int = 1
    login: str = "hart"
    email: str = "hart@school.example"
    name: str = "Mrs Hart"

    def xml(self, version: str) -> str:
        number = f"<wp:author_id>{self.number}</wp:author_id>" if version == "1.2" else ""
        return (
            f"<wp:author>{number}<wp:author_login>{self.login}</wp:author_login>"
            f"<wp:author_email>{self.email}</wp:author_email>"
            f"<wp:author_display_name>{cdata(self.name)}</wp:author_display_name>"
            "<wp:author_first_name></wp:author_first_name>"
            "<wp:author_last_name></wp:author_last_name></wp:author>"
        )


@dataclass(frozen=True)
class BlogComment:
    number: int
    author: str = "Anna"
    content: str = "I like fractions."
    parent: int = 0
    email: str = ""
    user: int = 0
    date: str = "2019-09-02 12:00:00"
    date_gmt: str = "2019-09-02 10:00:00"
    approved: str = "1"
    type: str = ""

    def xml(self) -> str:
        return (
            f"<wp:comment><wp:comment_id>{self.number}</wp:comment_id>"
            f"<wp:comment_author>{cdata(self.author)}</wp:comment_author>"
            f"<wp:comment_author_email>{self.email}</wp:comment_author_email>"
            "<wp:comment_author_url></wp:comment_author_url>"
            "<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>"
            f"<wp:comment_date>{self.date}</wp:comment_date>"
            f"<wp:comment_date_gmt>{self.date_gmt}</wp:comment_date_gmt>"
            f"<wp:comment_content>{cdata(self.content)}</wp:comment_content>"
            f"<wp:comment_approved>{self.approved}</wp:comment_approved>"
            f"<wp:comment_type>{self.type}</wp:comment_type>"
            f"<wp:comment_parent>{self.parent}</wp:comment_parent>"
            f"<wp:comment_user_id>{self.user}</wp:comment_user_id>"
            "<wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value>"
            "</wp:commentmeta></wp:comment>"
        )


@dataclass(frozen=True)
class BlogPost:
    number: int
    title: str = "Fractions"
    content: str = "<p>Today we <b>cut</b> cakes.</p>"
    comments: tuple[BlogComment, ...] = ()
    creator: str = "hart"
    status: str = "publish"
    type: str = "post"
    password: str = ""
    date: str = "2019-09-01 10:00:00"
    date_gmt: str = "2019-09-01 08:00:00"
    link: str = "https://class.example/?p=5"

    def xml(self) -> str:
        return (
            f"<item><title>{cdata(self.title)}</title><link>{escape(self.link)}</link>"
            "<pubDate>Sun, 01 Sep 2019 08:00:00 +0000</pubDate>"
            f"<dc:creator>{cdata(self.creator)}</dc:creator>"
            f'<guid isPermaLink="false">{escape(self.link)}</guid><description></description>'
            f"<content:encoded>{cdata(self.content)}</content:encoded>"
            f"<excerpt:encoded>{cdata('')}</excerpt:encoded>"
            f"<wp:post_id>{self.number}</wp:post_id><wp:post_date>{self.date}</wp:post_date>"
            f"<wp:post_date_gmt>{self.date_gmt}</wp:post_date_gmt>"
            f"<wp:status>{self.status}</wp:status><wp:post_type>{self.type}</wp:post_type>"
            f"<wp:post_password>{self.password}</wp:post_password>"
            "<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key>"
            f"<wp:meta_value>{cdata('1')}</wp:meta_value></wp:postmeta>"
            + "".join(comment.xml() for comment in self.comments)
            + "</item>"
        )


def wordpress(
    posts: Sequence[BlogPost],
    authors: Sequence[BlogAuthor] = (BlogAuthor(),),
    *,
    version: str = "1.2",
    title: str = "Class 5 blog",
    site: str = "https://class.example",
    encoding: str = "UTF-8",
    doctype: str = "",
) -> str:
    """A blog's export; version 1.0 has no list of authors."""
    listed = "" if version == "1.0" else "".join(author.xml(version) for author in authors)
    return (
        f'<?xml version="1.0" encoding="{encoding}" ?>\n'
        "<!-- This is a WordPress eXtended RSS file generated as an export of a blog. -->\n"
        f'{doctype}<rss version="2.0" '
        f'xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:wp="http://wordpress.org/export/{version}/">\n'
        f"<channel><title>{escape(title)}</title><link>{site}</link>"
        f"<wp:wxr_version>{version}</wp:wxr_version>"
        f"<wp:base_site_url>{site}</wp:base_site_url><wp:base_blog_url>{site}</wp:base_blog_url>"
        f"{listed}\n" + "\n".join(post.xml() for post in posts) + "\n</channel></rss>\n"
    )


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    """The text in a file, packed when its name ends in .gz."""
    content = text.encode(encoding)
    file.write_bytes(gzip.compress(content, 1) if file.suffix == ".gz" else content)
    return file
