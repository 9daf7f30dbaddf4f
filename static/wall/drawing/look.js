// What the wall looks like at the moment: settings, choices and colours that everything
// which is drawn agrees on.

import { groups } from "../state/analysis.js";

/** Everything but the graph that decides how a frame is painted. */
export class Look {
    /** @type {Map<string, { rank: number, first: string }>} */
    #groupOf = new Map();

    /**
     * Start with a palette and nothing chosen.
     *
     * @param {Palette} palette
     */
    constructor(palette) {
        this.palette = palette;
        this.moves = true;
        this.heat = true;
        this.clusters = true;
        /** @type {string | null} */
        this.hovered = null;
        /** @type {string | null} */
        this.chosen = null;
        /** @type {string[]} */
        this.way = [];
        // When people and links came, on this screen's own clock.
        /** @type {WeakMap<Person | Link, number>} */
        this.born = new WeakMap();
        /** @type {Map<string, number>} */
        this.greeted = new Map();
        /** @type {Set<string>} */
        this.named = new Set();
        /** @type {Map<string, Medal | null>} */
        this.medals = new Map();
        // What the time is on the wall: the server's, or that of the evening played.
        this.today = Date.now;
    }

    /**
     * Look at the graph: who belongs to which group, and who is always named.
     *
     * @param {WallGraph} graph
     * @param {Rank[]} leaders
     */
    study(graph, leaders) {
        this.#groupOf = new Map();
        for (const [rank, group] of groups(graph).entries()) {
            for (const id of group) {
                this.#groupOf.set(id, { rank, first: group[0] });
            }
        }
        this.named = new Set(leaders.map(({ person }) => person.id));
        this.medals = new Map(leaders.map(({ person, medal }) => [person.id, medal]));
    }

    /**
     * Return the colour of a person's group; the largest one wears the accent.
     *
     * @param {Person} person
     */
    colourOf(person) {
        const { groups: colours, accent } = this.palette;
        const group = this.#groupOf.get(person.id);
        if (!this.clusters || !group || group.rank === 0) {
            return accent;
        }
        return colours[spread(group.first) % colours.length];
    }

    /**
     * Tell whether a person stands back because others are looked at.
     *
     * @param {Person} person
     */
    isDimmed(person) {
        if (this.way.length) {
            return !this.way.includes(person.id);
        }
        if (!this.chosen) {
            return false;
        }
        return person.id !== this.chosen && !person.met.has(this.chosen);
    }

    /**
     * Tell whether a link stands out because of who or what is looked at.
     *
     * @param {Link} link
     */
    isChosen(link) {
        if (this.way.length) {
            const step = this.way.indexOf(link.from);
            const before = this.way[step - 1];
            const after = this.way[step + 1];
            return step >= 0 && [before, after].includes(link.to);
        }
        return this.chosen !== null && [link.from, link.to].includes(this.chosen);
    }

    /** Whether somebody or some way is looked at. */
    get isFocused() {
        return this.chosen !== null || this.way.length > 0;
    }
}

// A group keeps its colour while others come and go.
/** @param {string} text */
function spread(text) {
    let sum = 7;
    for (const letter of text) {
        sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
    }
    return sum;
}
