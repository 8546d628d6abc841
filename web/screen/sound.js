// Four short sounds: tick, shutter, ready, thanks. They are files of the event, or made here out of waves and noise.

let context;
let isOn = false;
// Bytes of a file: the screen holds it unpacked.
const most = 4_000_000;
const recordings = new Map();

// Fetches what the event's look has of its own, so that it is there when it is to be heard.
export async function begin(theme, version) {
  isOn = theme?.sound !== false;
  if (!isOn) return;
  await Promise.all((theme?.sounds ?? []).filter((name) => name in made).map(async (name) => {
    const recording = await fetched(`/api/theme/${name}?v=${encodeURIComponent(version ?? "")}`).catch(() => undefined);
    if (recording) recordings.set(name, recording);
  }));
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok || Number(answer.headers.get("Content-Length")) > most) return answer.body?.cancel();
  // A context that could be heard would have to wait for a touch.
  return new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await answer.arrayBuffer());
}

function tone(at, pitch, length, loudness, shape = "sine") {
  const [wave, gain] = [context.createOscillator(), context.createGain()];
  wave.type = shape;
  wave.frequency.value = pitch;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.006);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
  wave.connect(gain).connect(context.destination);
  wave.start(at);
  wave.stop(at + length + 0.02);
}

// A curtain that opens and closes: noise through a narrow band.
function click(at, pitch, length, loudness) {
  const noise = context.createBuffer(1, Math.ceil(context.sampleRate * length), context.sampleRate);
  const samples = noise.getChannelData(0);
  for (let i = 0; i < samples.length; i += 1) samples[i] = (Math.random() * 2 - 1) * (1 - i / samples.length) ** 3;
  const [source, band, gain] = [context.createBufferSource(), context.createBiquadFilter(), context.createGain()];
  source.buffer = noise;
  band.type = "bandpass";
  band.frequency.value = pitch;
  gain.gain.value = loudness;
  source.connect(band).connect(gain).connect(context.destination);
  source.start(at);
}

const made = {
  tick: (at, { isLast }) => tone(at, isLast ? 1046.5 : 698.5, isLast ? 0.22 : 0.12, 0.22, "triangle"),
  shutter: (at) => [[0, 2400], [0.07, 1700]].forEach(([delay, pitch]) => click(at + delay, pitch, 0.06, 0.8)),
  ready: (at) => [[0, 659.3], [0.11, 987.8]].forEach(([delay, pitch]) => tone(at + delay, pitch, 0.5, 0.16)),
  thanks: (at) => [523.3, 659.3, 784, 1046.5].forEach((pitch, i) => tone(at + i * 0.12, pitch, 0.8, 0.14)),
};

let playing;
// One recording ends where the next one begins: nobody knows how long an event's are.
function repeat(recording, at) {
  playing?.stop();
  playing = context.createBufferSource();
  playing.buffer = recording;
  playing.connect(context.destination);
  playing.start(at);
}

//     play("tick", { isLast: true })
export function play(name, options = {}) {
  if (!isOn) return;
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
    const at = context.currentTime + 0.005;
    if (recordings.has(name)) repeat(recordings.get(name), at);
    else made[name](at, options);
  } catch {
    // A booth without a sound card takes pictures all the same.
  }
}
