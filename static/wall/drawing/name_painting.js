// Names under people: of those who matter, and never one over another.

import { radiusOf } from "./sizes.js";
import { HALO_MS } from "./timing.js";

// From so many pixels on, everybody has a name.
const NAME_FROM = 13;
const MOST_NAMES = 120;
const APART = 2;

/** Paint names over everybody; where two would overlap, of whoever matters more. */
export function paintNames(context, people, { look, scale, now }) {
    const size = Math.max(12, Math.min(17, 10 + 3.5 * scale)) / scale;
    context.save();
    context.font = `600 ${size}px Inter, system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = size / 3.2;
    context.strokeStyle = look.palette.paper;
    context.fillStyle = look.palette.ink;
    const taken = [];
    for (const person of byWeight(people, { look, scale, now })) {
        const below = person.y + radiusOf(person) + 3.5 / scale;
        const half = widthOf(context, person.name, size) / 2 + APART / scale;
        const place = {
            left: person.x - half,
            right: person.x + half,
            top: below,
            bottom: below + size * 1.15,
        };
        if (!taken.some((other) => overlap(place, other))) {
            taken.push(place);
            context.strokeText(person.name, person.x, below);
            context.fillText(person.name, person.x, below);
        }
    }
    context.restore();
}

function byWeight(people, circumstances) {
    return people
        .map((person) => ({ person, weight: weightOf(person, circumstances) }))
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight)
        .slice(0, MOST_NAMES)
        .map(({ person }) => person);
}

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

const widths = new Map();

// Measuring texts anew in every frame costs more than painting them.
function widthOf(context, name, size) {
    if (!widths.has(name)) {
        widths.set(name, context.measureText(name).width / size);
    }
    return widths.get(name) * size;
}

function overlap(one, other) {
    return (
        one.left < other.right &&
        one.right > other.left &&
        one.top < other.bottom &&
        one.bottom > other.top
    );
}
