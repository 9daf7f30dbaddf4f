// People as small round pictures with a ring, and their names: drawn once, then copied.
// Copying a bitmap is many times cheaper than filling arcs and letters in every frame.

import { isMissing, noteMissing } from "../state/pictures.js";
import { initials } from "../state/words.js";

const SIZE = 96;
const RING = 7;
const MOST_AT_ONCE = 8;
const PATIENCE_MS = 8000;
const MOST_NAMES = 600;
const NAME_PADDING = 4;
const LINE_HEIGHT = 1.25;
// In heights of its letters: longer names go on in another line.
const LONGEST_LINE = 16;

/** How much larger a sprite is than the face in it. */
export const SPRITE_SHARE = SIZE / (SIZE - RING);

/** Keeps bitmaps of faces, with their picture or else their initials, and of names. */
export class Sprites {
    #faces = new Map();
    #names = new Map();
    /** @type {Map<string, HTMLCanvasElement | null>} */
    #pictures = new Map();
    /** @type {string[]} */
    #waiting = [];
    #loading = 0;

    /**
     * Call `onPicture` whenever a picture has arrived.
     *
     * @param {() => void} onPicture
     */
    constructor(onPicture) {
        this.onPicture = onPicture;
    }

    /**
     * Return a person's face in those colours.
     *
     * @param {Person} person
     * @param {{ ring: string, tile: string, ink: string }} colours
     * @returns {HTMLCanvasElement}
     */
    face(person, { ring, tile, ink }) {
        const picture = this.#picture(person.avatar);
        const shown = picture ? person.avatar : initials(person.name);
        const key = `${shown} ${ring} ${tile} ${ink}`;
        if (!this.#faces.has(key)) {
            const fill = picture ?? lettered(shown, { tile, ink });
            this.#faces.set(key, ringed(fill, { ring, tile }));
        }
        return this.#faces.get(key);
    }

    /**
     * Return a name in those colours, so many pixels high.
     *
     * @param {string} text
     * @param {{ size: number, ink: string, paper: string }} how
     * @returns {HTMLCanvasElement}
     */
    name(text, { size, ink, paper }) {
        const pixels = Math.round(size * devicePixelRatio);
        const key = `${text} ${pixels} ${ink} ${paper}`;
        if (!this.#names.has(key)) {
            // Every step of a zoom has names of its own.
            if (this.#names.size >= MOST_NAMES) {
                this.#names.clear();
            }
            this.#names.set(key, written(text, { pixels, ink, paper }));
        }
        return this.#names.get(key);
    }

    /** @param {string} address */
    #picture(address) {
        if (!address) {
            return null;
        }
        if (!this.#pictures.has(address) && !isMissing(address)) {
            this.#pictures.set(address, null);
            this.#waiting.push(address);
            this.#loadNext();
        }
        return this.#pictures.get(address) ?? null;
    }

    // Hundreds of pictures at once would hold up the first frames.
    #loadNext() {
        while (this.#loading < MOST_AT_ONCE && this.#waiting.length) {
            this.#load(/** @type {string} */ (this.#waiting.shift()));
        }
    }

    /** @param {string} address */
    #load(address) {
        const image = new Image();
        let isWaitedFor = true;
        const goOn = () => {
            if (isWaitedFor) {
                isWaitedFor = false;
                this.#loading -= 1;
                this.#loadNext();
            }
        };
        this.#loading += 1;
        image.decoding = "async";
        image.referrerPolicy = "no-referrer";
        image.onload = () => {
            this.#pictures.set(address, rounded(image));
            this.onPicture();
            goOn();
        };
        image.onerror = () => {
            noteMissing(address);
            this.#pictures.delete(address);
            goOn();
        };
        // A server that never answers keeps nobody else's picture away.
        setTimeout(goOn, PATIENCE_MS);
        image.src = address;
    }
}

/**
 * @param {number} width
 * @param {number} height
 */
function blank(width, height) {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = /** @type {Context} */ (canvas.getContext("2d"));
    return { canvas, context };
}

/** @param {HTMLImageElement} image */
function rounded(image) {
    const { canvas, context } = blank(SIZE, SIZE);
    const side = Math.min(image.naturalWidth, image.naturalHeight) || SIZE;
    const left = ((image.naturalWidth || SIZE) - side) / 2;
    const top = ((image.naturalHeight || SIZE) - side) / 2;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, left, top, side, side, 0, 0, SIZE, SIZE);
    return canvas;
}

/**
 * @param {string} letters
 * @param {{ tile: string, ink: string }} colours
 */
function lettered(letters, { tile, ink }) {
    const { canvas, context } = blank(SIZE, SIZE);
    context.fillStyle = tile;
    context.fillRect(0, 0, SIZE, SIZE);
    context.fillStyle = ink;
    context.font = `600 ${SIZE * 0.36}px Inter, system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(letters, SIZE / 2, SIZE / 2 + SIZE * 0.03);
    return canvas;
}

/**
 * @param {HTMLCanvasElement} fill
 * @param {{ ring: string, tile: string }} colours
 */
function ringed(fill, { ring, tile }) {
    const { canvas, context } = blank(SIZE, SIZE);
    context.beginPath();
    context.arc(SIZE / 2, SIZE / 2, (SIZE - RING) / 2, 0, 2 * Math.PI);
    context.save();
    context.clip();
    // Pictures may be transparent.
    context.fillStyle = tile;
    context.fillRect(0, 0, SIZE, SIZE);
    context.drawImage(fill, 0, 0);
    context.restore();
    context.strokeStyle = ring;
    context.lineWidth = RING;
    context.stroke();
    return canvas;
}

/**
 * @param {string} text
 * @param {{ pixels: number, ink: string, paper: string }} how
 */
function written(text, { pixels, ink, paper }) {
    const font = `600 ${pixels}px Inter, system-ui, sans-serif`;
    const probe = blank(1, 1).context;
    probe.font = font;
    const widthOf = (/** @type {string} */ part) => probe.measureText(part).width;
    const lines = linesOf(text, (part) => widthOf(part) <= LONGEST_LINE * pixels);
    const width = Math.ceil(Math.max(0, ...lines.map(widthOf))) + 2 * NAME_PADDING;
    const height = Math.ceil(lines.length * pixels * LINE_HEIGHT) + 2 * NAME_PADDING;
    const { canvas, context } = blank(width, height);
    context.font = font;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = pixels / 3.2;
    context.strokeStyle = paper;
    context.fillStyle = ink;
    for (const [at, line] of lines.entries()) {
        const top = NAME_PADDING + at * pixels * LINE_HEIGHT;
        context.strokeText(line, width / 2, top);
        context.fillText(line, width / 2, top);
    }
    return canvas;
}

/**
 * @param {string} text
 * @param {(part: string) => boolean} fits
 */
function linesOf(text, fits) {
    const lines = [];
    let rest = text;
    while (rest) {
        let end = rest.length;
        while (end > 1 && !fits(rest.slice(0, end))) {
            const space = rest.lastIndexOf(" ", end - 1);
            end = space > 0 ? space : end - 1;
        }
        lines.push(rest.slice(0, end));
        rest = rest.slice(end).trimStart();
    }
    return lines;
}
