"""How each command is used: two lines that can be copied, at the end of its help."""

from __future__ import annotations

EXAMPLES = {
    "build": ("juyao build 2026-03.docx", "juyao build issues --only 重点 -o decks"),
    "init": ("juyao init", "juyao init my-library"),
    "status": ("juyao status my-library", "juyao status my-library --json"),
    "refresh": ("juyao refresh my-library", "juyao refresh my-library --dry-run"),
    "read": ("juyao read 2026-03.pdf", "juyao read 2026-03.docx --text"),
    "explain": ("juyao explain 2026-03.txt --sentence 地区生产总值",
                "juyao explain 2026-03.txt --rule statistic.amount"),
    "facts": ("juyao facts 2026-03.txt", "juyao facts 2026-03.txt --csv > figures.csv"),
    "review": ("juyao review my-library", "juyao review 2026-03.docx --tidy"),
    "preview": ("juyao preview 2026-03.docx", "juyao preview decks -o cards.html"),
    "site": ("juyao site my-library", "juyao site my-library -o public --url https://www.example.org/cards/"),
    "serve": ("juyao serve my-library", "juyao serve my-library --port 8080 --host 127.0.0.1"),
    "push": ("juyao push my-library", "juyao push my-library --server http://192.168.1.5:8080/"),
    "diff": ("juyao diff old.apkg new.apkg", "juyao diff decks restored --html changes.html"),
    "learn": ("juyao learn readers --by-issue", "juyao learn readers -o my-rules/weights.yaml"),
    "rules": ("juyao rules list", "juyao rules test statistic.amount"),
}
OF_RULES = {
    "check": ("juyao rules check", "juyao rules check my-rules"),
    "test": ("juyao rules test", "juyao rules test statistic.amount --rules my-rules"),
    "list": ("juyao rules list", "juyao rules list --rules my-rules"),
    "yield": ("juyao rules yield issues", "juyao rules yield issues --rules my-rules"),
    "schema": ("juyao rules schema", "juyao rules schema > schema.json"),
    "new": ("juyao rules new meeting.day", "juyao rules new meeting.day --rules my-rules"),
}
