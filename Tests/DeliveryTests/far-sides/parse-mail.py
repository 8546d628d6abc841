#!/usr/bin/env python3
"""Reads a mail as mail programs do, and prints what they would see as JSON: parse-mail.py FILE"""
import email, email.policy, hashlib, json, sys

with open(sys.argv[1], "rb") as file:
    mail = email.message_from_binary_file(file, policy=email.policy.default)
parts = [part for part in mail.walk() if not part.is_multipart()]
print(json.dumps({
    "subject": mail["Subject"], "to": mail["To"], "from": mail["From"], "id": mail["Message-ID"], "date": mail["Date"],
    "headers": ",".join(mail.keys()), "structure": ",".join(part.get_content_type() for part in mail.walk()),
    "text": next((part.get_content() for part in parts if part.get_content_type() == "text/plain"), ""),
    "html": next((part.get_content() for part in parts if part.get_content_type() == "text/html"), ""),
    "files": [{"name": part.get_filename(), "size": len(part.get_content()), "sha256": hashlib.sha256(part.get_content()).hexdigest()}
              for part in parts if part.get_filename()],
    "defects": [str(defect) for part in mail.walk() for defect in part.defects],
}))
