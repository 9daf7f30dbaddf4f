// Plays an evening as a time lapse while the server says so.

import { TimeLapse } from "./state/time_lapse.js";

const STEP_MS = 120;

/** Shows a graph as it grew; `onStep` gets what was added, `onEnd` nothing. */
export class Replay {
    /** @type {TimeLapse | null} */
    #lapse = null;
    #timer = 0;
    #asked = "";

    /**
     * Begin in the present.
     *
     * @param {{
     *     onStart: (graph: WallGraph) => void,
     *     onStep: (added: Connection[], moment: number) => void,
     *     onEnd: () => void,
     * }} page
     */
    constructor({ onStart, onStep, onEnd }) {
        this.onStart = onStart;
        this.onStep = onStep;
        this.onEnd = onEnd;
    }

    /** The graph that is played, or null in the present. */
    get graph() {
        return this.#lapse?.graph ?? null;
    }

    /**
     * Return the moment of the evening that is played.
     *
     * @param {number} now
     */
    momentAt(now) {
        return this.#lapse?.momentAt(now) ?? now;
    }

    /**
     * Play what the server asks for, or stop; `isOther` says that the graph changed.
     *
     * @param {WallGraph} graph
     * @param {Replaying | null} asked
     * @param {{ now: () => number, isOther?: boolean }} circumstances
     */
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
            this.#timer = setInterval(() => this.#step(lapse, now()), STEP_MS);
        }
    }

    /**
     * @param {TimeLapse} lapse
     * @param {number} now
     */
    #step(lapse, now) {
        const added = lapse.playUntil(now);
        this.onStep(added, lapse.momentAt(now));
        if (lapse.isOver(now)) {
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
