// Where the screen looks: at everybody, at somebody, or from one to the next.

import { radiusOf } from "./sizes.js";

const CLOSEST = 2.4;
const FAREST = 0.05;
const CLOSE_UP = 1.9;
const GLIDE_MS = 900;
const PAN_EVERY_MS = 12_000;
// Smaller changes of the picture are not worth a movement.
const WORTH = 0.04;

/** @typedef {{ x: number, y: number, scale: number }} View */

/** Moves the view of a force graph. */
export class Camera {
    #panning = 0;
    #isAway = false;

    /**
     * `insets` tells how much of each side is covered, in pixels.
     *
     * @param {ForceGraph} graph
     * @param {{
     *     insets: () => Insets,
     *     people: () => Person[],
     *     moves: () => boolean,
     * }} wall
     */
    constructor(graph, { insets, people, moves }) {
        this.graph = graph;
        this.insets = insets;
        this.people = people;
        this.moves = moves;
    }

    /** Look at everybody, from now on until somebody moves the picture. */
    showAll() {
        this.#isAway = false;
        this.keepUp({ always: true });
    }

    /** Leave the picture where somebody has moved it. */
    letGo() {
        this.#isAway = true;
    }

    /** Follow the graph as it grows, unless somebody has moved the picture. */
    keepUp({ always = false } = {}) {
        const wanted = this.#isAway || this.#panning ? null : this.#fitting();
        if (wanted && (always || this.#differs(wanted))) {
            this.#go(wanted, always && !this.moves() ? 0 : GLIDE_MS);
        }
    }

    /**
     * Look closely at a person.
     *
     * @param {Person | undefined} person
     */
    lookAt(person) {
        if (person && Number.isFinite(person.x)) {
            this.#isAway = true;
            const scale = Math.max(CLOSE_UP, Math.min(this.graph.zoom(), CLOSEST));
            this.#go(this.#centred(person, scale));
        }
    }

    /**
     * Wander from person to person, or stop it.
     *
     * @param {boolean} isOn
     */
    wander(isOn) {
        clearInterval(this.#panning);
        this.#panning = isOn ? setInterval(() => this.#wanderOn(), PAN_EVERY_MS) : 0;
        if (isOn) {
            this.#wanderOn();
        } else {
            this.showAll();
        }
    }

    // Mostly to where something happens; now and then to somebody who waits.
    #wanderOn() {
        const all = this.people().filter((person) => Number.isFinite(person.x));
        const latest = [...all].sort((one, other) => other.lastAt - one.lastAt);
        const from = Math.random() < 0.7 ? latest.slice(0, 12) : all;
        const person = from[Math.floor(Math.random() * from.length)];
        if (person) {
            this.#go(this.#centred(person, CLOSE_UP), 2 * GLIDE_MS);
        }
    }

    /**
     * @param {View} view
     * @param {number} [duration]
     */
    #go({ x, y, scale }, duration = GLIDE_MS) {
        const ms = this.moves() ? duration : 0;
        this.graph.zoom(scale, ms);
        this.graph.centerAt(x, y, ms);
    }

    #fitting() {
        const box = boxAround(this.people());
        if (!box) {
            return null;
        }
        const { left, right, top, bottom } = this.insets();
        const across = Math.max(60, this.graph.width() - left - right);
        const down = Math.max(60, this.graph.height() - top - bottom);
        const fitting = Math.min(across / box.width, down / box.height);
        const scale = Math.max(FAREST, Math.min(CLOSEST, fitting));
        return this.#centred(box, scale);
    }

    /**
     * @param {{ x: number, y: number }} place
     * @param {number} scale
     */
    #centred({ x, y }, scale) {
        const { left, right, top, bottom } = this.insets();
        return {
            x: x + (right - left) / 2 / scale,
            y: y + (bottom - top) / 2 / scale,
            scale,
        };
    }

    /** @param {View} view */
    #differs({ x, y, scale }) {
        const { x: nowX, y: nowY } = this.graph.centerAt();
        const moved = Math.hypot(x - nowX, y - nowY) * scale;
        return (
            Math.abs(scale / this.graph.zoom() - 1) > WORTH ||
            moved > this.graph.width() * WORTH
        );
    }
}

/** @param {Person[]} people */
function boxAround(people) {
    const placed = people.filter((person) => Number.isFinite(person.x));
    if (!placed.length) {
        return null;
    }
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const person of placed) {
        const reach = radiusOf(person) + 12;
        box.left = Math.min(box.left, person.x - reach);
        box.right = Math.max(box.right, person.x + reach);
        box.top = Math.min(box.top, person.y - reach);
        box.bottom = Math.max(box.bottom, person.y + reach);
    }
    return {
        x: (box.left + box.right) / 2,
        y: (box.top + box.bottom) / 2,
        width: box.right - box.left,
        height: box.bottom - box.top,
    };
}
