"""The twelve captures, from scenes.json: who stands where, in which light, before what.

A guest's `at` is the middle of the head and `size` half its width, in shares of the picture's height; `like` names
looks to start from; the other keys are those of `people.Who`. Guests are drawn in the order given.
"""

import json
import pathlib

from light import Light
from people import Who

_DATA = json.loads((pathlib.Path(__file__).parent / "scenes.json").read_text())
SCENES = _DATA["scenes"]


def guest(entry):
    """(guest, x, y, size) of an entry."""
    looks = dict(_DATA["guests"][entry["like"]]) if "like" in entry else {}
    looks.update((k, v) for k, v in entry.items() if k not in ("seed", "at", "size", "like"))
    return Who(entry["seed"], **looks), *entry["at"], entry["size"]


def lamp(scene):
    return Light(**_DATA["lights"].get(scene.get("light"), {}))
