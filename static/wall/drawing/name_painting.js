// Names under people: of those who matter, and never one over another.

import { radiusOf } from "./sizes.js";
import { HALO_MS } from "./timing.js";

// From so many pixels on, everybody has a name.
const NAME_FROM = 13;
const MOST_NAMES = 60;

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/**
 * Paint names over everybody who is on the screen, each whole; where two would overlap,
 * of whoever matters more.
 *
 * @param {Context} context
 * @param {Person[]} people
 * @param {Painting} painting
 */
export function paintNames(context, people, { look, sprites, scale, now }) {
    const size = Math.round(Math.max(12, Math.min(17, 10 + 3.5 * scale)));
    const { ink, paper } = look.palette;
    const { a: zoom, e: fromLeft, f: fromTop } = context.getTransform();
    const { width, height } = context.canvas;
    const seen = people.filter(({ x, y }) => {
        const [across, down] = [x * zoom + fromLeft, y * zoom + fromTop];
        return across > 0 && across < width && down > 0 && down < height;
    });
    /** @type {Box[]} */
    const taken = [];
    context.save();
    // Letters are sharp on whole pixels of the screen only.
    context.resetTransform();
    for (const person of byWeight(seen, { look, scale, now })) {
        const name = sprites.name(person.name, { size, ink, paper });
        const middle = person.x * zoom + fromLeft - name.width / 2;
        const below = (person.y + radiusOf(person)) * zoom + fromTop + 1;
        const left = Math.round(Math.max(0, Math.min(middle, width - name.width)));
        const top = Math.round(Math.max(0, Math.min(below, height - name.height)));
        const right = left + name.width;
        const place = { left, right, top, bottom: top + 0.85 * name.height };
        if (!taken.some((other) => overlap(place, other))) {
            taken.push(place);
            context.drawImage(name, left, top);
        }
    }
    context.restore();
}

/**
 * @param {Person[]} people
 * @param {Pick<Painting, "look" | "scale" | "now">} circumstances
 */
function byWeight(people, circumstances) {
    return people
        .map((person) => ({ person, weight: weightOf(person, circumstances) }))
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight)
        .slice(0, MOST_NAMES)
        .map(({ person }) => person);
}

/**
 * @param {Person} person
 * @param {Pick<Painting, "look" | "scale" | "now">} circumstances
 */
function weightOf(person, { look, scale, now }) {
    if (person.id === look.hovered || person.id === look.chosen) {
        return 4000;
    }
    if (look.isFocused) {
        return look.isDimmed(person) ? 0 : 3000 + person.degree;
    }
    if (look.named.has(person.id)) {
        return 2000 + person.degree;
    }
    const greeted = look.greeted.get(person.id) ?? -Infinity;
    if (now - greeted < HALO_MS) {
        // The later ones first, by less than anything else weighs.
        return 1000 + (1000 * (greeted + 1)) / (now + 1);
    }
    return radiusOf(person) * scale > NAME_FROM ? person.degree : 0;
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function overlap(one, other) {
    return (
        one.left < other.right &&
        one.right > other.left &&
        one.top < other.bottom &&
        one.bottom > other.top
    );
}
