"""What a web host needs to be told of packages, the marks by which a site knows its own files, and their types.

An .apkg must be sent as application/apkg, as a download: sent as a zip it is renamed by phones, and sent as text it
goes to Anki's importer of texts.
"""

from __future__ import annotations

MARK = "made by juyao site"
PACKAGE_TYPE = "application/apkg"
TYPES = {
    ".html": "text/html; charset=utf-8", ".xml": "application/atom+xml; charset=utf-8", ".svg": "image/svg+xml",
    ".json": "application/json; charset=utf-8", ".apkg": PACKAGE_TYPE,
}
CLOUD = f"""\
# {MARK}: for Cloudflare Pages and Netlify
/*.apkg
  Content-Type: {PACKAGE_TYPE}
  Content-Disposition: attachment
  X-Content-Type-Options: nosniff
/feed.xml
  Content-Type: {TYPES[".xml"]}
"""
APACHE = f"""\
# {MARK}: for Apache
AddType {PACKAGE_TYPE} .apkg
AddDefaultCharset utf-8
<FilesMatch "\\.apkg$">
  <IfModule mod_headers.c>
    Header set Content-Disposition attachment
    Header set X-Content-Type-Options nosniff
  </IfModule>
</FilesMatch>
<Files "feed.xml">
  ForceType application/atom+xml
</Files>
"""
NGINX = f"""\
# {MARK}: for nginx; include it in the server block of the site
charset utf-8;
location ~ \\.apkg$ {{ types {{ }} default_type {PACKAGE_TYPE}; add_header Content-Disposition attachment; }}
location = /feed.xml {{ types {{ }} default_type application/atom+xml; }}
"""
HOSTS = {"_headers": CLOUD, ".htaccess": APACHE, "nginx.conf": NGINX}
GUARDED = ("_headers", ".htaccess", "nginx.conf")  # for the host, not for visitors


def marked(data: bytes) -> bool:
    """Whether the first line of a file says that juyao made it."""
    return MARK.encode() in data.partition(b"\n")[0]


def disposition(name: str) -> str:
    """The header that gives a download its name, as RFC 5987 writes names that are not ASCII."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\%' else "_" for letter in name)
    from urllib.parse import quote

    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
