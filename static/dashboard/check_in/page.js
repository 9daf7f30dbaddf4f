// The page at the door: scans tickets, looks people up, and says who may come in.
//
// Without it the page finds people by name and checks them in by a form.

import { Answers } from "./answers.js";
import { Camera } from "./camera.js";
import { Guests, isExpected } from "./guests.js";
import { timeOf } from "./messages.js";
import { post, Queue } from "./queue.js";

const FRESH_MS = 30_000;
const READY = "Hold a ticket in front of the camera, or look somebody up by name.";
const NO_CAMERA =
    "The camera may not be used. Allow it for this page in the browser's settings, or look people up by name.";
const NO_READER =
    "The scanner did not load. Press Scan again when there is net, or look people up by name.";

/** @type {DoorFacts} */
const facts = JSON.parse(part("#door-facts").textContent ?? "");
const door = part("[data-door]");
const token = /** @type {HTMLInputElement} */ (
    part("[data-door] [name=csrfmiddlewaretoken]")
).value;
const search = /** @type {HTMLInputElement} */ (part("[data-search]"));
const found = part("[data-found]");
const late = part("[data-late]");
const waiting = part("[data-waiting]");
const signedOutNote = part("[data-signed-out]");
const view = part("[data-view]");
const scanButton = /** @type {HTMLButtonElement} */ (part("[data-scan]"));
const backButton = /** @type {HTMLButtonElement} */ (part("[data-take-back]"));
const soundBox = /** @type {HTMLInputElement} */ (part("[data-sound]"));

let rests = false;

const guests = new Guests(facts);
const answers = new Answers(part("[data-answer]"), part("[data-scans]"));
const queue = new Queue(facts, token);
const camera = new Camera(
    /** @type {HTMLVideoElement} */ (part("[data-view] video")),
    { reader: door.dataset.reader ?? "", wasm: door.dataset.wasm ?? "" },
    (text) => scan({ text }),
);

/**
 * Return the part of the page that a selector finds; the template has it.
 *
 * @param {string} selector
 */
function part(selector) {
    return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/**
 * Let somebody in, by their ticket or as found by name.
 *
 * @param {{ text?: string, email?: string }} whom
 */
async function scan({ text = "", email = "" }) {
    const scanned = {
        scanId: newId(),
        text,
        email,
        scannedAt: Date.now(),
        again: false,
    };
    answers.showUnderway(scanned);
    backButton.hidden = true;
    const answer = await queue.add(scanned);
    const shown = guests.inOwnTime(answer ?? (await guests.answer(scanned)));
    const time = timeOf(scanned.scannedAt);
    answers.record(scanned, shown, { waits: !answer, time });
    // Meanwhile the next one may have been scanned.
    if (answers.shown.scanId === scanned.scanId) {
        answers.show(scanned, shown, { waits: !answer });
    }
    guests.note(shown);
    showFound();
    backButton.hidden = !answers.shown.actId;
}

/**
 * Take note of the answer to a scan that had waited.
 *
 * @param {Scan} scanned
 * @param {Answer} heard
 */
function hear(scanned, heard) {
    const answer = guests.inOwnTime(heard);
    const time = timeOf(scanned.scannedAt);
    answers.record(scanned, answer, { waits: false, time });
    if (answers.shown.scanId === scanned.scanId) {
        answers.show(scanned, answer, { waits: false });
        backButton.hidden = !answer.actId;
    } else if (!isExpected(answer)) {
        // They may have been let in meanwhile, or sent away.
        late.textContent = `Sent later, scanned at ${time}: ${answer.sentence}.`;
        late.hidden = false;
    }
    guests.note(answer);
    showFound();
}

/** @param {{ signedOut: boolean }} state */
function showWaiting({ signedOut }) {
    const count = queue.length;
    waiting.hidden = count === 0;
    waiting.textContent =
        count === 1 ? "1 scan waits to be sent." : `${count} scans wait to be sent.`;
    signedOutNote.hidden = !signedOut;
}

/** Take back the last check-in: it was not this person. */
async function takeBack() {
    const { email, actId } = answers.shown;
    backButton.disabled = true;
    try {
        const { outcome, sentence } = await post(facts.takeBack, token, {
            email,
            actId,
        });
        answers.say(
            outcome === "refused" ? sentence : "Taken back. They are as before.",
        );
        backButton.hidden = true;
        await refresh();
    } catch {
        answers.say("No answer from the server. Try again.");
        Object.assign(answers.shown, { email, actId });
    } finally {
        backButton.disabled = false;
    }
}

async function switchCamera() {
    scanButton.disabled = true;
    if (camera.runs) {
        camera.stop();
    } else {
        try {
            await camera.start();
            answers.say(READY);
        } catch (error) {
            camera.stop();
            answers.say(error instanceof DOMException ? NO_CAMERA : NO_READER);
        }
    }
    scanButton.disabled = false;
    view.hidden = !camera.runs;
    scanButton.textContent = camera.runs ? "Stop camera" : "Scan";
}

function showFound() {
    const asked = search.value.trim();
    if (asked) {
        const all = guests.named(asked);
        found.replaceChildren(...all.slice(0, facts.mostFound).map(choice));
        if (all.length === 0) {
            found.textContent = "Nobody who is registered has that in their name.";
        }
    } else {
        found.replaceChildren();
    }
    part("[data-fresh]").textContent = guests.freshness;
}

/** @param {Guest} guest */
function choice(guest) {
    const entry = document.createElement("li");
    const who = document.createElement("span");
    const name = document.createElement("strong");
    name.textContent = guest.name;
    const standing = document.createElement("span");
    standing.className = "bt-quiet";
    standing.textContent = `${guests.standing(guest)} · ${guest.email}`;
    who.append(name, document.createElement("br"), standing);
    entry.append(who);
    if (!guests.isIn(guest)) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "bt-button bt-plain";
        button.textContent = "Check in";
        button.setAttribute("aria-label", `Check in ${guest.name}`);
        button.addEventListener("click", () => scan({ email: guest.email }));
        entry.append(button);
    }
    return entry;
}

async function refresh() {
    await guests.load();
    showFound();
}

function newId() {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

queue.onAnswer = hear;
queue.onChange = showWaiting;
scanButton.addEventListener("click", switchCamera);
backButton.addEventListener("click", takeBack);
soundBox.addEventListener("change", () => {
    answers.sound = soundBox.checked;
});
search.addEventListener("input", showFound);
search.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    showFound();
});
part("[data-by-name]").addEventListener("click", () => {
    part("#by-name").scrollIntoView();
    search.focus({ preventScroll: true });
    search.select();
});
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
        refresh();
    }
    // A camera that nobody looks at rests.
    if (document.hidden ? camera.runs : rests) {
        rests = document.hidden;
        switchCamera();
    }
});
setInterval(() => document.hidden || refresh(), FRESH_MS);
for (const piece of document.querySelectorAll("[data-with-script]")) {
    /** @type {HTMLElement} */ (piece).hidden = false;
}
showWaiting({ signedOut: false });
queue.flush();
refresh();
