#!/usr/bin/env python3
"""cutout_set.py --scenes DIR --photos DIR --out DIR [--width 1200] [--only NAME]

Pictures of guests before photographic backgrounds, with a known matte, for judging `--effect cut-out`.

--scenes: the folder of keyset.py, which draws guests for the green screen's set. --photos: photographs for the
backgrounds, jpg or png; any will do that show no people. What is written is as that set's: NAME.jpg to cut out, NAME.bg.png
the new background, NAME.truth.png what the camera would have taken before it, NAME.alpha.png the coverage, 16 bits.
Same numbers on the same versions of the libraries. Needs numpy and opencv-python-headless.
"""
import argparse
import json
import os
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np



class Party:
    """One picture in the making: guests over a photograph of a room."""

    def __init__(self, keyset, name, width, photos):
        self.k, self.name = keyset, name
        self.scene = keyset.Scene(name, width, zlib.crc32(name.encode()))
        self.room = self.photograph(photos)

    def photograph(self, path, soft=1.2):
        """Linear light, filling the frame, a little out of focus as what stands behind guests is."""
        s = self.scene
        picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB).astype(np.float32) / 255
        h, w = picture.shape[:2]
        scale = max(s.w / w, s.h / h)
        size = int(np.ceil(w * scale)), int(np.ceil(h * scale))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        x, y = (size[0] - s.w) // 2, (size[1] - s.h) // 2
        picture = self.k.lin(np.clip(picture[y:y + s.h, x:x + s.w], 0, 1))
        return np.clip(cv2.GaussianBlur(picture, (0, 0), soft * s.u) * (1 + .03 * s.noise(2))[..., None], 0, 1)

    def behind(self, draw, blur=9.0):
        """What `draw` draws is part of the room: out of focus and not to be kept."""
        s = self.scene
        draw(s)
        a, p = (cv2.GaussianBlur(v, (0, 0), blur * s.u) for v in (s.A, s.P))
        self.room = p + (1 - a[..., None]) * self.room
        s.A, s.P = np.zeros_like(s.A), np.zeros_like(s.P)

    def shoot(self, out, background, gain=5e-4, read=.002, blur=.7, curve=.15, quality=92, light=1.0):
        """`light`: of the room, where guests stand in the flash."""
        s, k = self.scene, self.k
        soft = lambda v: cv2.GaussianBlur(v, (0, 0), blur)
        room = np.clip(self.room * light, 0, 1)
        seen = soft(s.P + (1 - s.A[..., None]) * room)
        noise = s.r.standard_normal(seen.shape).astype(np.float32)
        camera = k.mosaic(np.clip(seen + noise * np.sqrt(gain * np.maximum(seen, 0) + read ** 2), 0, 1))
        new = k.background(background, s.w, s.h, s.r)
        behind = k.lin(k.uncurve(new.astype(np.float32) / 255, curve))
        p, a = soft(s.P), np.clip(soft(s.A), 0, 1)
        truth = k.curve(k.enc(p + (1 - a[..., None]) * behind), curve)
        out.mkdir(parents=True, exist_ok=True)
        path = str(out / self.name)
        bgr = lambda v: cv2.cvtColor(v, cv2.COLOR_RGB2BGR)
        cv2.imwrite(path + '.jpg', bgr(k.q8(k.curve(k.enc(camera), curve))), [cv2.IMWRITE_JPEG_QUALITY, quality])
        fast = [cv2.IMWRITE_PNG_COMPRESSION, 1]
        cv2.imwrite(path + '.bg.png', bgr(new), fast)
        cv2.imwrite(path + '.truth.png', bgr(k.q8(truth)), fast)
        cv2.imwrite(path + '.alpha.png', np.round(a * 65535).astype(np.uint16), fast)
        Path(path + '.json').write_text(json.dumps(dict(key='00ff00', background=background, quality=quality)))
        print(path, flush=True)


def chair(s):
    """The back of a chair that a guest sits on: it stands behind them and is not theirs."""
    wood = np.clip(s.k_rgb('6a4526') * (1 + .2 * s.noise(8, aspect=10))[..., None], 0, 1)
    for x in (250, 720):
        s.over(s.poly([(x, 700), (x + 34, 700), (x + 34, 1500), (x, 1500)], smooth=False), wood)
    s.over(s.poly([(250, 690), (754, 690), (754, 760), (250, 760)], smooth=False), wood)


SKINS = ('f6d7c3', 'e5b48f', 'c68863', '9a6240', '6b4128', '3c2416')


def parties(make):
    """Each is a name, what is drawn, and how it is shot."""
    dark = ('15100d', '241a14')

    def one(name, photo, background, draw, **how):
        party = make(name, photo)
        if party:
            draw(party, party.scene)
            party.shoot(make.out, background, **how)

    one('hair', 0, 'beach', lambda p, s: s.person(skin='e0ac84', hair=('6b3f1d', '8a5a2b', 'a8763e'), style='wavy',
                                                  shirt='f2efe8'))
    def afro(p, s):
        s.person(skin='6b4128', hair=dark, style='afro', shirt='c9a21a', glasses='b8b8b8')
        s.hand(810, 620, .9, '6b4128', ang=.2, to=np.array([760, 1200]), sleeve='c9a21a')
    one('afro', 1, 'white', afro)
    def blond(p, s):
        s.person(skin='f0c8a8', hair=('c9b28a', 'e0cda0', 'a88f66'), style='long', shirt='5d7a3a', glasses='202020')
        s.veil([(320, 420), (680, 420), (840, 1500), (160, 1500)], 'f4f4f4', .08, .40)
    one('veil', 2, 'night', blond)
    def couple(p, s):
        s.person(cx=320, top=360, s=.85, skin='c68863', hair=dark, style='short', shirt='243a66')
        s.person(cx=690, top=410, s=.85, skin='f0c8a8', hair=('8a4a22', 'a45c2c'), style='long', shirt='a03048')
    one('couple', 3, 'party', couple)
    def group(p, s):
        for cx, top, skin, hair, style, shirt in (
                (190, 330, '9a6240', dark, 'short', '2c6048'), (800, 300, 'f6d7c3', ('b89050', 'd4b070'), 'wavy', '303040'),
                (500, 520, '3c2416', dark, 'afro', 'd8d0c8')):
            s.person(cx=cx, top=top, s=.72, skin=skin, hair=hair, style=style, shirt=shirt)
    one('group', 4, 'forest', group)
    def props(p, s):
        s.person(skin='e5b48f', hair=('3a2618', '2b1b12'), style='short', shirt='7a2030')
        s.over(s.poly([(370, 380), (630, 380), (560, 120), (440, 120)]), s.cloth('20242c'))       # a hat
        s.over(s.ellipse(500, 372, 210, 34), s.cloth('181a20'))
        s.hand(840, 760, .9, 'e5b48f', to=np.array([760, 1300]), sleeve='7a2030')
        s.over(s.poly([(770, 560), (930, 540), (950, 690), (790, 710)], smooth=False), s.cloth('f0e8d0', fold=.03))
    one('props', 5, 'beach', props)
    def seated(p, s):
        s.k_rgb = p.k.rgb
        p.behind(chair, blur=1.5)
        s.person(skin='c68863', hair=('2a2a2c', '4a4a4e'), style='short', shirt='3f5f8a')
    one('chair', 6, 'grey', seated)
    def crowd(p, s):
        def people(s):
            for cx, top, shirt, skin in ((150, 420, '6a3030', 'e5b48f'), (860, 400, '305068', '9a6240')):
                s.person(cx=cx, top=top, s=.5, skin=skin, hair=dark, style='short', shirt=shirt)
        p.behind(people)
        s.person(skin='f6d7c3', hair=('5a3018', '74421f'), style='long', shirt='b8c0c8')
    one('crowd', 7, 'white', crowd)
    one('dark', 8, 'beach', lambda p, s: s.person(skin='c68863', hair=dark, style='long', shirt='14161a'), light=.06)
    def wave(p, s):
        s.person(skin='9a6240', hair=dark, style='wavy', shirt='e8e0d0')
        s.hand(800, 520, 1.0, '9a6240', ang=.2, blur=50, blurang=.1, to=np.array([760, 1050]), sleeve='e8e0d0')
    one('wave', 9, 'grey', wave)
    for number, skin in enumerate(SKINS):
        one(f'skin-{number}', number + 2, 'grey' if number % 2 else 'beach',
            lambda p, s: s.person(skin=skin, hair=dark, style='short', shirt='50606a', volume=1.1))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('scenes', 'photos', 'out'):
        options.add_argument('--' + name, required=True, type=Path)
    options.add_argument('--width', type=int, default=1200)
    options.add_argument('--only')
    o = options.parse_args()
    sys.path.insert(0, str(o.scenes))
    import keyset
    photos = sorted(p for p in o.photos.iterdir() if p.suffix in ('.jpg', '.png'))
    if not photos:
        sys.exit(f'{o.photos}: no photographs')

    def make(name, photo):
        if o.only and o.only != name:
            return None
        return Party(keyset, name, o.width // 2 * 2, photos[photo % len(photos)])
    make.out = o.out
    parties(make)


if __name__ == '__main__':
    main()
