// What a wall shows, as plain objects: people, the links between them, and the log
// entries that they come from. Knows neither the page nor the socket.

const NEVER = 0;

/**
 * Return the one name of a pair, whoever of the two comes first.
 *
 * @param {string} one
 * @param {string} other
 */
export function pairOf(one, other) {
    return one < other ? `${one}|${other}` : `${other}|${one}`;
}

/**
 * The graph of one event's wall.
 *
 * A person keeps one object as long as the wall knows them, so that whoever draws the
 * graph can leave places and speeds on it.
 */
export class WallGraph {
    /** Start empty. */
    constructor() {
        /** @type {Map<string, Person>} */
        this.people = new Map();
        /** @type {Map<string, Link>} */
        this.links = new Map();
        /** @type {Map<string, Entry>} */
        this.entries = new Map();
        this.newest = "";
    }

    /**
     * Show exactly what a snapshot holds; whoever stays keeps their object.
     *
     * @param {Snapshot} snapshot
     */
    replaceWith(snapshot) {
        const before = this.people;
        this.people = new Map();
        this.links = new Map();
        this.entries = new Map();
        this.newest = snapshot.seq || "";
        for (const face of snapshot.nodes) {
            this.#meet(face, before.get(face.id));
        }
        for (const { source, target, createdAt, seq } of snapshot.links) {
            if (this.people.has(source) && this.people.has(target)) {
                this.#record({ from: source, to: target, createdAt, seq });
            }
        }
    }

    /**
     * Add one connection; return its link, or null when it was there already.
     *
     * The newest entry only ever grows: entries may arrive in another order than the
     * one they sort in.
     *
     * @param {Connection} connection
     */
    add({ from, to, createdAt, seq, simulated = false }) {
        if (this.entries.has(seq) || from.id === to.id) {
            return null;
        }
        this.#meet(from, this.people.get(from.id));
        this.#meet(to, this.people.get(to.id));
        if (!simulated && seq > this.newest) {
            this.newest = seq;
        }
        return this.#record({ from: from.id, to: to.id, createdAt, seq, simulated });
    }

    /**
     * Return whom a person met: a map from their id to the link.
     *
     * @param {string} id
     * @returns {Map<string, Link>}
     */
    neighbours(id) {
        return this.people.get(id)?.met ?? new Map();
    }

    /**
     * Return somebody whom the wall knows.
     *
     * @param {string} id
     */
    person(id) {
        return /** @type {Person} */ (this.people.get(id));
    }

    /** Return every person, in the order in which the wall came to know them. */
    everyone() {
        return [...this.people.values()];
    }

    /**
     * @param {Face} face
     * @param {Person | undefined} known
     */
    #meet(face, known) {
        const person = known ?? /** @type {Person} */ ({ id: face.id });
        if (!this.people.has(face.id)) {
            Object.assign(person, { met: new Map(), degree: 0 });
            Object.assign(person, { firstAt: Infinity, lastAt: NEVER });
            this.people.set(face.id, person);
        }
        const { name, avatar, major, year } = face;
        Object.assign(person, {
            name: name || face.id,
            avatar: avatar || "",
            major: major || "",
            year: year || "",
        });
    }

    /** @param {Entry} entry */
    #record({ from, to, createdAt, seq, simulated = false }) {
        this.entries.set(seq, { seq, from, to, createdAt, simulated });
        const pair = pairOf(from, to);
        const link = this.links.get(pair) ?? this.#join(pair, from, to);
        link.createdAt = Math.max(link.createdAt, createdAt);
        for (const id of [from, to]) {
            const person = this.person(id);
            person.firstAt = Math.min(person.firstAt, createdAt);
            person.lastAt = Math.max(person.lastAt, createdAt);
        }
        return link;
    }

    /**
     * @param {string} pair
     * @param {string} from
     * @param {string} to
     */
    #join(pair, from, to) {
        // The layout replaces source and target by the people's objects.
        /** @type {any} */
        const ends = { source: from, target: to };
        /** @type {Link} */
        const link = { pair, from, to, ...ends, createdAt: NEVER };
        this.links.set(pair, link);
        for (const [id, other] of [
            [from, to],
            [to, from],
        ]) {
            const person = this.person(id);
            person.met.set(other, link);
            person.degree = person.met.size;
        }
        return link;
    }
}
