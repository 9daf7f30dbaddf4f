// Scans on their way: each is kept in the browser, under its id, until it is answered.
//
// It may be sent twice; the server knows it by its id.

const ANSWERED_MS = 6000;
const RETRY_MS = 5000;

export class SignedOut extends Error {}

export class Queue {
    #prefix;
    #address;
    #token;
    /** @type {Map<string, Scan>} */
    #kept = new Map();
    /** @type {Set<string>} */
    #underway = new Set();
    #flushing = false;

    /**
     * @param {DoorFacts} facts
     * @param {string} token what the server wants to see with each form
     */
    constructor(facts, token) {
        this.#prefix = `door|${facts.event}|${facts.year}|`;
        this.#address = facts.scan;
        this.#token = token;
        this.#restore();
        setInterval(() => this.flush(), RETRY_MS);
        window.addEventListener("online", () => this.flush());
    }

    /** Called with a scan and its answer, when one that had waited was answered. */
    onAnswer = (/** @type {Scan} */ _scan, /** @type {Answer} */ _answer) => {};
    /** Called when the number of scans that wait changes, and when nothing gets out. */
    onChange = (/** @type {{ signedOut: boolean }} */ _state) => {};

    get length() {
        return this.#kept.size;
    }

    /**
     * Send a scan now; null when there is no answer, and it is sent again later.
     *
     * @param {Scan} scan
     */
    async add(scan) {
        this.#keep(scan);
        return this.#send(scan);
    }

    /** Send what waits, the oldest first, until one gets no answer. */
    async flush() {
        if (this.#flushing) {
            return;
        }
        this.#flushing = true;
        try {
            await this.#sendAll();
        } finally {
            this.#flushing = false;
        }
    }

    async #sendAll() {
        for (const scan of [...this.#kept.values()].sort(byTime)) {
            if (this.#underway.has(scan.scanId)) {
                continue;
            }
            const answer = await this.#send(scan);
            if (answer === null) {
                break;
            }
            this.onAnswer(scan, answer);
        }
    }

    /** @param {Scan} scan */
    async #send(scan) {
        this.#underway.add(scan.scanId);
        let signedOut = false;
        try {
            const sent = { ...scan };
            this.#keep({ ...scan, again: true });
            const answer = await post(this.#address, this.#token, sent);
            this.#forget(scan);
            return /** @type {Answer} */ (answer);
        } catch (error) {
            signedOut = error instanceof SignedOut;
            return null;
        } finally {
            this.#underway.delete(scan.scanId);
            this.onChange({ signedOut });
        }
    }

    /** @param {Scan} scan */
    #keep(scan) {
        this.#kept.set(scan.scanId, scan);
        try {
            localStorage.setItem(this.#prefix + scan.scanId, JSON.stringify(scan));
        } catch {
            // Full or forbidden: it is kept for as long as the page is open.
        }
    }

    /** @param {Scan} scan */
    #forget(scan) {
        this.#kept.delete(scan.scanId);
        try {
            localStorage.removeItem(this.#prefix + scan.scanId);
        } catch {
            // It was not kept there either.
        }
    }

    #restore() {
        try {
            for (const [key, text] of Object.entries(localStorage)) {
                if (key.startsWith(this.#prefix)) {
                    const scan = JSON.parse(text);
                    this.#kept.set(scan.scanId, scan);
                }
            }
        } catch {
            // Nothing was kept.
        }
    }
}

/**
 * Return what the server answers, a refusal included; fails when it does not decide.
 *
 * @param {string} address
 * @param {string} token
 * @param {object} values
 */
export async function post(address, token, values) {
    const form = new URLSearchParams({ csrfmiddlewaretoken: token });
    for (const [name, value] of Object.entries(values)) {
        // A box that is not ticked is not sent.
        if (value) {
            form.set(name, String(value));
        }
    }
    const answer = await fetch(address, {
        method: "POST",
        body: form,
        signal: AbortSignal.timeout(ANSWERED_MS),
    });
    // A session that has ended leads to the sign-in page.
    if (answer.redirected || answer.status === 403) {
        throw new SignedOut();
    }
    if (answer.ok) {
        return answer.json();
    }
    if ([400, 404, 409].includes(answer.status)) {
        const { message } = await answer.json();
        const nothing = { advice: "", name: "", email: "", actId: "", link: "" };
        return { ...nothing, tone: "bad", sentence: message, outcome: "refused" };
    }
    throw new Error(`${answer.status} at ${address}`);
}

/**
 * @param {Scan} one
 * @param {Scan} other
 */
function byTime(one, other) {
    return one.scannedAt - other.scannedAt;
}
