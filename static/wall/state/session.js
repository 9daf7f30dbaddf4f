// What a screen says to the server and what it makes of the answers, without a socket.

// Entries may turn up in the log so long after newer ones, in ms.
const OVERLAP_MS = 60_000;
// A message may have 4,096 bytes. Naming fewer entries than were seen is harmless: the
// server sends some again, and the graph knows them.
const MOST_SEEN = 90;

export const DEFAULT_EVENT = "DEFAULT";

/** @typedef {{ eventId: string, epoch: number }} WallFacts */

/** Keeps a graph equal to the log of the event that the screen asked for. */
export class Session {
    wanted = DEFAULT_EVENT;
    #awaitsAnswer = false;

    /**
     * Begin with nothing; `screen` is "page" or "kiosk".
     *
     * @param {WallGraph} graph
     * @param {{ event?: string, screen?: string }} asked
     */
    constructor(graph, { event = DEFAULT_EVENT, screen = "page" }) {
        this.graph = graph;
        this.screen = screen;
        this.paused = false;
        this.message = "";
        /** @type {Replaying | null} */
        this.replay = null;
        /** @type {ShownEvent} */
        this.event = { id: DEFAULT_EVENT, name: "" };
        /** @type {Additions} */
        this.additions = {};
        this.serverAhead = 0;
        this.older = 0;
        this.switchTo(event);
    }

    /** Return the message that asks for everything that the graph does not hold. */
    subscription() {
        this.#awaitsAnswer = true;
        const asked = {
            action: "subscribe",
            eventId: this.wanted,
            screen: this.screen,
        };
        if (!this.isKnown || !this.graph.newest) {
            return asked;
        }
        const { newest } = this.graph;
        return { ...asked, since: newest, seen: this.#seen(), epoch: this.epoch };
    }

    /**
     * Ask for another event from now on; the graph is of no use until it answers.
     *
     * @param {string} event
     */
    switchTo(event) {
        this.wanted = event || DEFAULT_EVENT;
        this.isKnown = false;
        this.epoch = 0;
    }

    /**
     * Take a frame in; return what it changed:
     *
     * - `replaced`: the graph is another one
     * - `added`: the connections that are new in the graph
     * - `isLate`: they happened while the screen was away
     * - `stateChanged`: pause, message, replay or event differ
     * - `besideChanged`: what is shown beside the connections differs
     * - `mustSubscribe`: something is missing, or another event is on
     * - `refusal`: why the server does not answer, a code and a sentence
     *
     * @param {{ type: string }} frame
     * @param {number} now
     * @returns {Change}
     */
    take(frame, now) {
        const taken = /** @type {any} */ (this)[`_${frame.type}`]?.(frame, now);
        return { added: [], ...taken };
    }

    /**
     * @param {Snapshot & Controls & WallFacts
     *     & { event: ShownEvent, older?: number }} frame
     */
    _snapshot(frame) {
        const besideChanged = this.#answered(frame);
        this.graph.replaceWith(frame);
        this.isKnown = true;
        this.event = { ...frame.event, id: frame.eventId };
        this.epoch = frame.epoch;
        this.older = frame.older ?? 0;
        this.#runs(frame);
        return { replaced: true, stateChanged: true, besideChanged };
    }

    /** @param {WallFacts & { connections: Connection[] }} frame */
    _missed(frame) {
        if (frame.eventId !== this.event.id) {
            // Another event came on while this screen was away.
            this.switchTo(this.wanted);
            return { mustSubscribe: true };
        }
        const besideChanged = this.#answered(frame);
        this.epoch = frame.epoch;
        return { added: this.#add(frame.connections), isLate: true, besideChanged };
    }

    /** @param {{ connections: Connection[] }} frame */
    _connections({ connections }) {
        // Until the answer to a change of event, these are of the event before.
        return this.isKnown ? { added: this.#add(connections) } : {};
    }

    /** @param {Connection} frame */
    _connection(frame) {
        return this._connections({ connections: [frame] });
    }

    /** @param {Connection} frame */
    _edge(frame) {
        return this._connection(frame);
    }

    /** @param {{ code: string, message: string }} frame */
    _error({ code, message }) {
        return { refusal: { code, message } };
    }

    /**
     * @param {{ seq: string, epoch: number, at: number }} frame
     * @param {number} now
     */
    _heartbeat({ seq, epoch, at }, now) {
        this.serverAhead = at - now;
        const behind = seq > this.graph.newest || epoch !== this.epoch;
        return this.isKnown && behind ? { mustSubscribe: true } : {};
    }

    /** @param {Controls & WallFacts} frame */
    _state(frame) {
        if (!this.isKnown || frame.eventId !== this.event.id) {
            return {};
        }
        // Whatever it changed in the graph came before it, on the same socket.
        this.epoch = frame.epoch;
        this.#runs(frame);
        return { stateChanged: true };
    }

    /** @param {{ eventId: string, additions: Additions }} frame */
    _additions({ eventId, additions }) {
        if (!this.isKnown || eventId !== this.event.id) {
            return {};
        }
        this.additions = additions;
        return { besideChanged: true };
    }

    /**
     * Forget what was beside the connections where the wall answers anew, or is
     * another one: what it shows beside them now follows, if anything.
     *
     * @param {WallFacts} frame
     */
    #answered({ eventId }) {
        const isAnswer = this.#awaitsAnswer || eventId !== this.event.id;
        this.#awaitsAnswer = false;
        if (isAnswer) {
            this.additions = {};
        }
        return isAnswer;
    }

    /** @param {Controls} controls */
    #runs({ paused, message, replay }) {
        this.paused = Boolean(paused);
        this.message = message || "";
        this.replay = replay ?? null;
    }

    /** @param {Connection[]} connections */
    #add(connections) {
        return connections.filter((connection) => this.graph.add(connection) !== null);
    }

    #seen() {
        const since = momentOf(this.graph.newest) - OVERLAP_MS;
        return [...this.graph.entries.values()]
            .filter(({ seq, simulated }) => !simulated && momentOf(seq) >= since)
            .map(({ seq }) => seq)
            .sort()
            .slice(-MOST_SEEN);
    }
}

/**
 * Return the moment in a sequence, 0 for what is none.
 *
 * @param {string} seq
 */
export function momentOf(seq) {
    return Number(seq.split("#")[1]) || 0;
}
