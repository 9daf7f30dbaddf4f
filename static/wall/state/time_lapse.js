// An evening played again in a minute or so.

import { WallGraph } from "./graph.js";

/** Plays the entries of a graph into a second one, in the order they were made. */
export class TimeLapse {
    #from;
    #left;
    #start;
    #end;

    /**
     * Prepare to play what the graph holds within `at` and `at + ms`.
     *
     * @param {WallGraph} graph
     * @param {Replaying} replaying
     */
    constructor(graph, { at, ms }) {
        this.graph = new WallGraph();
        this.at = at;
        this.ms = ms;
        this.#from = graph;
        this.#left = [...graph.entries.values()].sort(
            (one, other) => one.createdAt - other.createdAt,
        );
        this.#start = this.#left[0]?.createdAt ?? 0;
        this.#end = this.#left.at(-1)?.createdAt ?? 0;
    }

    /**
     * Tell whether everything was played by that moment.
     *
     * @param {number} now
     */
    isOver(now) {
        return now >= this.at + this.ms || this.#left.length === 0;
    }

    /**
     * Return the moment of the evening that is played at a moment of today.
     *
     * @param {number} now
     */
    momentAt(now) {
        const share = Math.min(1, Math.max(0, (now - this.at) / this.ms));
        return this.#start + (this.#end - this.#start) * share;
    }

    /**
     * Play up to that moment; return the connections that were added.
     *
     * @param {number} now
     */
    playUntil(now) {
        const reached = this.momentAt(now);
        const added = [];
        const due = this.#left.filter(({ createdAt }) => createdAt <= reached);
        this.#left.splice(0, due.length);
        for (const entry of due) {
            const from = this.#from.people.get(entry.from);
            const to = this.#from.people.get(entry.to);
            // Somebody may have been hidden while the evening plays.
            if (from && to) {
                const connection = { ...entry, from: face(from), to: face(to) };
                this.graph.add(connection);
                added.push(connection);
            }
        }
        return added;
    }
}

/** @param {Face} person */
function face({ id, name, avatar, major, year }) {
    return { id, name, avatar, major, year };
}
