"""A guest: looks, pose and belongings, put together as parts from back to front."""

import math

import numpy

import arms
import clothes
import face
import hair
import held
import worn
from ink import Ink, placed, turned

SKINS = {
    "ivory": "#f3cdb4",
    "rose": "#efbfa2",
    "honey": "#dda57c",
    "olive": "#cd9468",
    "brown": "#a5683f",
    "deep": "#74452c",
}
TINTS = {
    "black": "#211a1c",
    "espresso": "#3a2620",
    "brown": "#5c3b27",
    "chestnut": "#7d4526",
    "auburn": "#9a4524",
    "honey": "#b9823f",
    "blond": "#d9b06a",
    "silver": "#b9b4b0",
}
EYES = {
    "brown": "#6b3f22",
    "dark": "#43281b",
    "hazel": "#8a6a35",
    "green": "#5d8456",
    "blue": "#4f83ad",
    "grey": "#73838f",
}

# How far heads sink into the shoulders.
NECK = 0.17


class Who:
    """Defaults of a guest; any of them may be given."""

    def __init__(self, seed, **looks):
        self.rng = numpy.random.default_rng(seed)
        self.skin, self.hairColour, self.iris = "rose", "brown", "brown"
        self.hair, self.strong, self.beard, self.scarf = "short", False, None, "#b9848a"
        self.eyes, self.winks, self.mouth, self.gaze, self.browLift, self.raised = (
            "open",
            1,
            "smile",
            (0.0, 0.0),
            0.0,
            0,
        )
        self.lips, self.lashes, self.blush, self.freckles, self.shadow, self.nails = None, False, 1.0, False, None, None
        self.outfit, self.colours, self.accent, self.neckwear, self.sleeves = (
            "suit",
            ("#2a3350", "#f6f3ee"),
            "#8c2f45",
            "bow",
            "long",
        )
        self.roll, self.yaw, self.lean = 0.0, 0.0, 0.0
        self.worn, self.held = [], []
        self.left = self.right = None
        for key, value in looks.items():
            if not hasattr(self, key):
                raise KeyError(key)
            setattr(self, key, value)
        self.skin, self.hairColour, self.iris = (
            SKINS.get(self.skin, self.skin),
            TINTS.get(self.hairColour, self.hairColour),
            EYES.get(self.iris, self.iris),
        )

    def parts(self):
        """(ink, parts): left is the left of the picture. An arm is (wrist x, y, gesture, angle) or with a bend."""
        ink = Ink()
        back, front = hair.STYLES[self.hair](ink, self)
        head = face.head(ink, self)
        dressed = [(name, worn.ALL[name](ink, self, colour)) for name, colour in self.worn]
        parts = []
        for name, things in dressed:
            if name == "veil":
                parts += self._tilted(things)
        parts += self._tilted(back)
        limbs, hands = [], []
        for side, pose in ((-1, self.left), (1, self.right)):
            if pose is None:
                pose = (side * 1.72, 5.5, "rest", 180)
            arm, hand = arms.arm(ink, self, side, pose[:2], pose[2], pose[3], *pose[4:5])
            (parts if pose[1] > 4.9 else limbs).extend(arm)
            hands.append((side, pose, hand))
        neck, *head = head
        parts += [neck] + clothes.torso(ink, self)
        faceParts = head + [p for name, things in dressed if name in worn.ON_FACE for p in things] + front
        faceParts += [p for name, things in dressed if name not in worn.ON_FACE and name != "veil" for p in things]
        parts += self._tilted(faceParts) + limbs
        for side, pose, hand in hands:
            grip = self._grip(pose)
            for name, where, at, colour, text in self.held:
                if where == side:
                    at = self._before(at) if name in ("moustache", "lips") else at
                    parts += held.ALL[name](ink, self, grip, at, colour, text)
            parts += hand
        return ink, [self._leaning(p) for p in parts]

    def _grip(self, pose):
        """The middle of a fist."""
        a = math.radians(pose[3])
        return pose[0] + math.sin(a) * 0.36, pose[1] - math.cos(a) * 0.36

    def _tilted(self, parts):
        for part in parts:
            part.svg = placed(turned(part.svg, self.roll, 0, 1.3), 0, NECK)
            x0, y0, x1, y1 = _turnedBox(part.box, self.roll, 0, 1.3)
            part.box = (x0, y0 + NECK, x1, y1 + NECK)
        return parts

    def _before(self, at):
        """Where a point of the face is."""
        a = math.radians(self.roll)
        return (
            at[0] * math.cos(a) - (at[1] - 1.3) * math.sin(a),
            at[0] * math.sin(a) + (at[1] - 1.3) * math.cos(a) + 1.3 + NECK,
        )

    def _leaning(self, part):
        part.svg = turned(part.svg, self.lean, 0, 6)
        part.box = _turnedBox(part.box, self.lean, 0, 6)
        return part


def _turnedBox(box, angle, x, y):
    if not angle:
        return box
    a = math.radians(angle)
    corners = [
        ((px - x) * math.cos(a) - (py - y) * math.sin(a) + x, (px - x) * math.sin(a) + (py - y) * math.cos(a) + y)
        for px in (box[0], box[2])
        for py in (box[1], box[3])
    ]
    return (
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[0] for c in corners),
        max(c[1] for c in corners),
    )
