// Plays an evening as a time lapse while the server says so.

import { TimeLapse } from "./state/time_lapse.js";

const STEP_MS = 120;

/** Shows a graph as it grew; `onStep` gets what was added, `onEnd` nothing. */
export class Replay {
    #lapse = null;
    #timer = null;
    #asked = "";

    /** Begin in the present. */
    constructor({ onStart, onStep, onEnd }) {
        this.onStart = onStart;
        this.onStep = onStep;
        this.onEnd = onEnd;
    }

    /** The graph that is played, or null in the present. */
    get graph() {
        return this.#lapse?.graph ?? null;
    }

    /** Return the moment of the evening that is played. */
    momentAt(now) {
        return this.#lapse.momentAt(now);
    }

    /** Play what the server asks for, or stop; `isOther` says that the graph changed. */
    follow(graph, asked, { now, isOther = false }) {
        const wanted = asked ? `${asked.at} ${asked.ms}` : "";
        if (wanted === this.#asked && !(isOther && this.#lapse)) {
            return;
        }
        this.#asked = wanted;
        this.#stop();
        const lapse = asked ? new TimeLapse(graph, asked) : null;
        if (lapse && !lapse.isOver(now())) {
            this.#lapse = lapse;
            lapse.playUntil(now());
            this.onStart(lapse.graph);
            this.#timer = setInterval(() => this.#step(now()), STEP_MS);
        }
    }

    #step(now) {
        const added = this.#lapse.playUntil(now);
        this.onStep(added, this.#lapse.momentAt(now));
        if (this.#lapse.isOver(now)) {
            this.#stop();
        }
    }

    #stop() {
        clearInterval(this.#timer);
        if (this.#lapse) {
            this.#lapse = null;
            this.onEnd();
        }
    }
}
