// Who is registered, as the page read it last: for the search, and while it is offline.

import { filled, timeOf } from "./messages.js";

const ANSWERED_MS = 15_000;
const DIGEST_LETTERS = 32;
const IN = "already_in";

export class Guests {
    /** @type {Guest[]} */
    #all = [];
    readAt = 0;

    /** @param {DoorFacts} facts */
    constructor(facts) {
        this.facts = facts;
    }

    /** Read the list anew; without an answer the last one stays. */
    async load() {
        try {
            const signal = AbortSignal.timeout(ANSWERED_MS);
            const answer = await fetch(this.facts.people, { signal });
            if (answer.ok && !answer.redirected) {
                const { people, readAt } = await answer.json();
                this.#all = people;
                this.readAt = readAt;
            }
        } catch {
            // There is no net; the next round tries again.
        }
    }

    /**
     * Return whom a search finds: each word is in the name or the address.
     *
     * @param {string} asked
     */
    named(asked) {
        const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
        return this.#all.filter((guest) => {
            const said = `${guest.name} ${guest.email}`.toLowerCase();
            return words.every((word) => said.includes(word));
        });
    }

    /** @param {string} email */
    of(email) {
        return this.#all.find((guest) => guest.email === email);
    }

    /**
     * Return what is known here of what a scan comes to.
     *
     * @param {Scan} scan
     * @returns {Promise<Answer>}
     */
    async answer(scan) {
        const { messages, checkTheName } = this.facts;
        const old = scan.email ? "" : addressIn(scan.text, this.facts);
        const guest = this.of(scan.email || old) ?? (await this.#whose(scan.text));
        const outcome = guest?.outcome ?? "not_on_the_list";
        const { tone, sentence, advice } = messages[outcome];
        const letsIn = isExpected({ outcome });
        const at = guest ? guest.checkedInAt : this.readAt;
        return {
            tone: old && letsIn ? "warn" : tone,
            name: guest?.name ?? "",
            sentence: filled(sentence, guest?.name ?? "", at),
            advice: old && letsIn ? `${checkTheName} ${advice}`.trim() : advice,
            outcome,
            email: guest?.email ?? "",
            checkedInAt: letsIn ? scan.scannedAt : (guest?.checkedInAt ?? null),
            actId: "",
            link: "",
        };
    }

    /**
     * Return an answer whose time is this phone's, as all times on the page are.
     *
     * @param {Answer} answer
     * @returns {Answer}
     */
    inOwnTime(answer) {
        const words = this.facts.messages[answer.outcome]?.sentence ?? "";
        return words.includes("{time}") && answer.checkedInAt
            ? { ...answer, sentence: filled(words, answer.name, answer.checkedInAt) }
            : answer;
    }

    /**
     * Remember what became of somebody, for as long as the list is not read anew.
     *
     * @param {Answer} answer
     */
    note({ email, outcome, checkedInAt }) {
        const guest = this.of(email);
        if (guest && isExpected({ outcome })) {
            guest.outcome = IN;
            guest.checkedInAt = checkedInAt;
        } else if (guest && this.facts.messages[outcome]?.standing) {
            guest.outcome = outcome;
            guest.checkedInAt = checkedInAt;
        }
    }

    /** @param {Guest} guest */
    standing({ outcome, checkedInAt }) {
        return filled(this.facts.messages[outcome].standing, "", checkedInAt);
    }

    /** @param {Guest} guest */
    isIn({ outcome }) {
        return outcome === IN;
    }

    /** How many are in and are expected, and as of when. */
    get freshness() {
        if (!this.readAt) {
            return "The list is not here yet.";
        }
        const arrived = this.#all.filter((guest) => this.isIn(guest)).length;
        const expected = this.#all.filter((guest) => isExpected(guest)).length;
        return `${arrived} in, ${expected} expected, as of ${timeOf(this.readAt)}.`;
    }

    /** @param {string} text */
    async #whose(text) {
        // Only where the page came over a safe line.
        if (!text || !crypto.subtle) {
            return undefined;
        }
        const bytes = new TextEncoder().encode(text.trim().toUpperCase());
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        const letters = [...digest].map((byte) => byte.toString(16).padStart(2, "0"));
        const ticket = letters.join("").slice(0, DIGEST_LETTERS);
        return this.#all.find((guest) => guest.ticket === ticket);
    }
}

/**
 * Tell whether somebody is let in who is not in yet, or a scan lets them in.
 *
 * @param {{ outcome: string }} known
 */
export function isExpected({ outcome }) {
    return outcome.startsWith("come_in");
}

/**
 * Return the address that an old ticket of this event names, which is plain text.
 *
 * @param {string} text
 * @param {DoorFacts} facts
 */
function addressIn(text, { event, year }) {
    const [email, ofEvent, ofYear] = text.trim().split(";");
    const ours = ofEvent === event && ofYear === String(year);
    return ours ? email.trim().toLowerCase() : "";
}
