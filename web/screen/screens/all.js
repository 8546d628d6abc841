// Each screen by its word in `data-screen`: a function that draws it for a view.
//
// It is given { view, info, live, place, send, isStill, isLost } and gives { element, update?(view), leave?(), actions?, live?, sound? }:
// `actions` are what keys do, `live` says that it shows the live view.

import attract from "./attract.js";
import capture from "./capture.js";
import capturing from "./capturing.js";
import consent from "./consent.js";
import copies from "./copies.js";
import countdown from "./countdown.js";
import draw from "./draw.js";
import effect from "./effect.js";
import filming from "./filming.js";
import layout from "./layout.js";
import motion from "./motion.js";
import printing from "./printing.js";
import review from "./review.js";
import select from "./select.js";
import share from "./share.js";
import stopped from "./stopped.js";
import survey from "./survey.js";
import thanks from "./thanks.js";
import trouble from "./trouble.js";
import { email, phone } from "./typing.js";

export const screens = {
  attract, consent, layout, effect, countdown, capturing, capture, filming, review, select, draw, survey, email, phone, copies, printing, share,
  motion, thanks, stopped, trouble,
};
