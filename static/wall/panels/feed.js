// What a screen reader says of what happens.

import { count } from "../state/words.js";
import { byId, make } from "./elements.js";

const EVERY_MS = 3000;
const MOST_NAMED = 3;
const MOST_KEPT = 20;

/** Tells of new connections in sentences, in a rush by number. */
export class Feed {
    /** @type {string[]} */
    #new = [];

    /** Begin silent. */
    constructor() {
        this.log = byId("feed");
    }

    /**
     * Tell of a connection, with others of the same few seconds.
     *
     * @param {Connection} connection
     */
    connection({ from, to }) {
        this.#new.push(`${from.name || from.id} met ${to.name || to.id}.`);
        if (this.#new.length === 1) {
            setTimeout(() => this.#tell(), EVERY_MS);
        }
    }

    /**
     * Say a sentence at once.
     *
     * @param {string} sentence
     */
    say(sentence) {
        this.log.append(make("p", {}, sentence));
        while (this.log.children.length > MOST_KEPT) {
            this.log.firstElementChild?.remove();
        }
    }

    #tell() {
        const sentences = this.#new.splice(0);
        const latest = sentences.slice(-MOST_NAMED);
        if (sentences.length > MOST_NAMED) {
            const number = count(sentences.length, "new connection", "new connections");
            this.say(`${number}. ${latest.at(-1)}`);
        } else {
            this.say(latest.join(" "));
        }
    }
}
