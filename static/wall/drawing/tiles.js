// People as small round pictures, drawn once and then copied.

import { initials } from "../state/words.js";

const SIZE = 96;
const MOST_AT_ONCE = 8;

/** Keeps a round bitmap for everybody: their picture, or their initials until then. */
export class Tiles {
    #letters = new Map();
    #pictures = new Map();
    #waiting = [];
    #loading = 0;

    /** Call `onPicture` whenever a picture has arrived. */
    constructor(onPicture) {
        this.onPicture = onPicture;
    }

    /** Return the bitmap of a person, with letters in that ink on that tile. */
    of(person, { tile, ink }) {
        return this.#picture(person.avatar) ?? this.#lettered(person.name, tile, ink);
    }

    #picture(address) {
        if (!address) {
            return null;
        }
        if (!this.#pictures.has(address)) {
            this.#pictures.set(address, null);
            this.#waiting.push(address);
            this.#loadNext();
        }
        return this.#pictures.get(address);
    }

    // Hundreds of pictures at once would hold up the first frames.
    #loadNext() {
        while (this.#loading < MOST_AT_ONCE && this.#waiting.length) {
            const address = this.#waiting.shift();
            const image = new Image();
            this.#loading += 1;
            image.decoding = "async";
            image.referrerPolicy = "no-referrer";
            image.onload = () => this.#arrived(address, image);
            image.onerror = () => this.#arrived(address, null);
            image.src = address;
        }
    }

    #arrived(address, image) {
        this.#loading -= 1;
        if (image) {
            this.#pictures.set(address, rounded(image));
            this.onPicture();
        }
        this.#loadNext();
    }

    #lettered(name, tile, ink) {
        const letters = initials(name);
        const key = `${letters} ${tile} ${ink}`;
        if (!this.#letters.has(key)) {
            this.#letters.set(key, written(letters, tile, ink));
        }
        return this.#letters.get(key);
    }
}

function disc() {
    const canvas = document.createElement("canvas");
    canvas.width = SIZE;
    canvas.height = SIZE;
    const context = canvas.getContext("2d");
    context.beginPath();
    context.arc(SIZE / 2, SIZE / 2, SIZE / 2, 0, 2 * Math.PI);
    context.clip();
    return { canvas, context };
}

function rounded(image) {
    const { canvas, context } = disc();
    const side = Math.min(image.naturalWidth, image.naturalHeight) || SIZE;
    const left = ((image.naturalWidth || SIZE) - side) / 2;
    const top = ((image.naturalHeight || SIZE) - side) / 2;
    context.drawImage(image, left, top, side, side, 0, 0, SIZE, SIZE);
    return canvas;
}

function written(letters, tile, ink) {
    const { canvas, context } = disc();
    context.fillStyle = tile;
    context.fillRect(0, 0, SIZE, SIZE);
    context.fillStyle = ink;
    context.font = `600 ${SIZE * 0.38}px Inter, system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(letters, SIZE / 2, SIZE / 2 + SIZE * 0.03);
    return canvas;
}
