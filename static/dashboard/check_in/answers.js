// What whoever is at the door sees and feels: the last answer, and those before it.

const MOST_SHOWN = 30;
// How the phone shakes, in ms, and the tone that it plays: how high, and how long.
const FEELS = { good: [80], warn: [80, 60, 80], bad: [300] };
const SOUNDS = { good: [880, 0.12], warn: [520, 0.25], bad: [200, 0.5] };

export class Answers {
    /** @type {Map<string, HTMLElement>} */
    #lines = new Map();
    /** @type {AudioContext | null} */
    #audio = null;
    /** What is shown now, and of which scan it is the answer. */
    shown = { scanId: "", email: "", actId: "" };

    /**
     * @param {HTMLElement} answer
     * @param {HTMLElement} list
     */
    constructor(answer, list) {
        this.answer = answer;
        this.list = list;
    }

    /** Play a tone with each answer from now on, or none. */
    set sound(/** @type {boolean} */ on) {
        this.#audio = on ? new AudioContext() : null;
    }

    /**
     * Show the answer to a scan, big; ``waits`` that it is from this phone alone.
     *
     * @param {Scan} scan
     * @param {Answer} answer
     * @param {{ waits: boolean }} state
     */
    show(scan, answer, { waits }) {
        this.shown = {
            scanId: scan.scanId,
            email: answer.email,
            actId: answer.actId,
        };
        this.answer.dataset.tone = answer.tone;
        this.answer.replaceChildren(
            line("bt-answer-sentence", answer.sentence),
            line("bt-answer-advice", answer.advice),
            line("bt-answer-advice", waits ? "No net: will be sent." : ""),
        );
        if (answer.link) {
            this.answer.append(helpAt(answer.link));
        }
        this.answer.scrollIntoView({ block: "nearest" });
        navigator.vibrate?.(FEELS[answer.tone]);
        this.#play(answer.tone);
    }

    /**
     * Show that a scan is on its way.
     *
     * @param {Scan} scan
     */
    showUnderway({ scanId }) {
        this.shown = { scanId, email: "", actId: "" };
        this.answer.dataset.tone = "";
        this.answer.replaceChildren(line("bt-answer-sentence", "…"));
    }

    /** @param {string} sentence */
    say(sentence) {
        this.shown = { scanId: "", email: "", actId: "" };
        this.answer.dataset.tone = "";
        this.answer.replaceChildren(line("bt-answer-sentence", sentence));
    }

    /**
     * Put the answer to a scan among those before it, or in the place of a former one.
     *
     * @param {Scan} scan
     * @param {Answer} answer
     * @param {{ waits: boolean, time: string }} state
     */
    record(scan, answer, { waits, time }) {
        const entry = document.createElement("li");
        entry.dataset.tone = answer.tone;
        entry.append(
            line("bt-quiet", waits ? `${time} · will be sent` : time),
            line("", answer.sentence),
        );
        const former = this.#lines.get(scan.scanId);
        if (former) {
            former.replaceWith(entry);
        } else {
            this.list.prepend(entry);
        }
        this.#lines.set(scan.scanId, entry);
        for (const old of [...this.list.children].slice(MOST_SHOWN)) {
            old.remove();
        }
    }

    /** @param {Tone} tone */
    #play(tone) {
        if (!this.#audio) {
            return;
        }
        const [height, seconds] = SOUNDS[tone];
        const sound = new OscillatorNode(this.#audio, { frequency: height });
        sound.connect(this.#audio.destination);
        sound.start();
        sound.stop(this.#audio.currentTime + seconds);
    }
}

/** @param {string} address of the page where an exec can put something right */
function helpAt(address) {
    const link = document.createElement("a");
    link.className = "bt-button bt-plain bt-below";
    link.href = address;
    link.textContent = "Put it right";
    return link;
}

/**
 * @param {string} name of its class
 * @param {string} text
 */
function line(name, text) {
    const made = document.createElement("p");
    made.className = name;
    made.textContent = text;
    made.hidden = !text;
    return made;
}
