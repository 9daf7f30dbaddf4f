// The line to the server: opens, notices when it is dead, and opens again.

import { LONGEST_MS, waitBefore } from "./state/backoff.js";

// The server speaks every 15 seconds.
const SILENT_MS = 40_000;

/** @typedef {"connecting" | "open" | "closed"} LineState */

/** A websocket that comes back by itself. */
export class Line {
    /** @type {WebSocket | null} */
    #socket = null;
    #attempt = 0;
    #timer = 0;
    #heardAt = 0;

    /**
     * Begin closed.
     *
     * `greeting` returns the first message of every new socket; `onFrame` is called
     * with each frame, `onState` with "connecting", "open" and "closed".
     *
     * @param {string} address
     * @param {{
     *     greeting: () => object,
     *     onFrame: (frame: any) => void,
     *     onState: (state: LineState) => void,
     * }} page
     */
    constructor(address, { greeting, onFrame, onState }) {
        this.address = address;
        this.greeting = greeting;
        this.onFrame = onFrame;
        this.onState = onState;
        addEventListener("online", () => this.#hurry());
        addEventListener("offline", () => this.#drop());
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden) {
                this.#hurry();
            }
        });
        setInterval(() => this.#listen(), 5000);
    }

    /** Open the line. */
    open() {
        clearTimeout(this.#timer);
        this.#timer = 0;
        this.onState("connecting");
        const socket = new WebSocket(this.address);
        this.#socket = socket;
        this.#heardAt = performance.now();
        socket.addEventListener("open", () => this.say(this.greeting()));
        socket.addEventListener("message", ({ data }) => {
            if (socket === this.#socket) {
                this.#hear(data);
            }
        });
        socket.addEventListener("close", () => {
            if (socket === this.#socket) {
                this.#closed();
            }
        });
    }

    /**
     * Send a message; without a line, the next greeting says it all.
     *
     * @param {object} message
     */
    say(message) {
        if (this.#socket?.readyState === WebSocket.OPEN) {
            this.#socket.send(JSON.stringify(message));
        }
    }

    /** Take the line as good: what the greeting asked for has come. */
    settle() {
        this.#attempt = 0;
    }

    /** Open the line anew after a while: the server could not answer. */
    retry() {
        this.#drop();
    }

    /** @param {string} text */
    #hear(text) {
        this.#heardAt = performance.now();
        this.onState("open");
        this.onFrame(JSON.parse(text));
    }

    #closed() {
        this.#socket = null;
        this.onState("closed");
        // Without any network it is the network's return that matters.
        const wait = navigator.onLine
            ? waitBefore(this.#attempt, Math.random())
            : LONGEST_MS;
        this.#attempt += 1;
        this.#timer = setTimeout(() => this.open(), wait);
    }

    // A socket over a network that went away does not say so for minutes.
    #drop() {
        if (this.#socket) {
            const socket = this.#socket;
            this.#closed();
            socket.close();
        }
    }

    #hurry() {
        if (this.#timer) {
            this.#attempt = 0;
            this.open();
        }
    }

    #listen() {
        if (this.#socket && performance.now() - this.#heardAt > SILENT_MS) {
            this.#drop();
        }
    }
}
