// The camera: shows what it sees, and tells of every code that comes into view.

const LOOKS_EVERY_MS = 150;
// A code that stays in view, or comes back right away, is the same scan.
const SAME_SCAN_MS = 4000;
const FORMATS = ["qr_code"];

export class Camera {
    /** @type {CodeReader | null} */
    #reader = null;
    /** @type {MediaStream | null} */
    #stream = null;
    #seen = { text: "", at: 0 };

    /**
     * @param {HTMLVideoElement} video
     * @param {{ reader: string, wasm: string }} vendored for browsers that read no codes
     * @param {(text: string) => void} tell
     */
    constructor(video, vendored, tell) {
        this.video = video;
        this.vendored = vendored;
        this.tell = tell;
    }

    get runs() {
        return this.#stream !== null;
    }

    /** Show what the camera sees; fails where it may not be used. */
    async start() {
        if (!navigator.mediaDevices) {
            throw new DOMException("The page came over no safe line.", "SecurityError");
        }
        this.#reader ??= await ownReader();
        this.#reader ??= await vendoredReader(this.vendored);
        this.#stream = await navigator.mediaDevices.getUserMedia({
            audio: false,
            video: { facingMode: "environment", width: { ideal: 1280 } },
        });
        this.video.srcObject = this.#stream;
        await this.video.play();
        this.#look(this.#stream);
    }

    stop() {
        for (const track of this.#stream?.getTracks() ?? []) {
            track.stop();
        }
        this.#stream = null;
        this.video.srcObject = null;
    }

    /** @param {MediaStream} stream until it is stopped or another one began */
    async #look(stream) {
        while (stream === this.#stream) {
            for (const text of await this.#read()) {
                this.#notice(text);
            }
            await new Promise((go) => setTimeout(go, LOOKS_EVERY_MS));
        }
    }

    async #read() {
        try {
            const codes = (await this.#reader?.detect(this.video)) ?? [];
            return codes.map((code) => code.rawValue);
        } catch {
            // Some browsers only claim that they read codes.
            this.#reader = await vendoredReader(this.vendored);
            return [];
        }
    }

    /** @param {string} text */
    #notice(text) {
        const now = Date.now();
        const same = text === this.#seen.text && now - this.#seen.at < SAME_SCAN_MS;
        this.#seen = { text, at: now };
        if (!same) {
            this.tell(text);
        }
    }
}

async function ownReader() {
    const readers = globalThis.BarcodeDetector;
    const known = (await readers?.getSupportedFormats()) ?? [];
    const reads = FORMATS.every((format) => known.includes(format));
    return readers && reads ? new readers({ formats: FORMATS }) : null;
}

/** @param {{ reader: string, wasm: string }} vendored */
async function vendoredReader({ reader, wasm }) {
    if (!("BarcodeDetectionAPI" in globalThis)) {
        await loaded(reader);
        // Without this it would look for the file on a foreign server.
        BarcodeDetectionAPI.prepareZXingModule({
            overrides: { locateFile: () => wasm },
        });
    }
    return new BarcodeDetectionAPI.BarcodeDetector({ formats: FORMATS });
}

/** @param {string} address of a script */
function loaded(address) {
    return new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", done);
        script.addEventListener("error", failed);
        document.head.append(script);
    });
}
