// People: round pictures with a ring, halos, and the warmth of those who just met.

import { radiusOf } from "./sizes.js";
import { SPRITE_SHARE } from "./sprites.js";
import { easeOutBack, HALO_MS, HEAT_MS, INTRO_MS, shareOf } from "./timing.js";

const DIMMED = 0.18;
// Seen from farther away, faces are no more than dots.
const FACES_FROM_SCALE = 0.55;
const GLOW_SIZE = 64;
const MOST_WARM = 60;

/**
 * Paint what lies behind everything: the warmth around people who just met others.
 *
 * @param {Context} context
 * @param {Person[]} people
 * @param {Painting} painting
 */
export function paintWarmth(context, people, { look, glow, today }) {
    if (!look.heat || look.isFocused) {
        return;
    }
    context.save();
    for (const person of warmest(people, today)) {
        const warmth = 1 - shareOf(HEAT_MS, 0, today - person.lastAt);
        const radius = radiusOf(person) * (2.2 + warmth);
        context.globalAlpha = 0.45 * warmth;
        const side = 2 * radius;
        context.drawImage(glow, person.x - radius, person.y - radius, side, side);
    }
    context.restore();
}

// When everybody has just met somebody, warmth tells nothing of most of them.
/**
 * @param {Person[]} people
 * @param {number} today
 */
function warmest(people, today) {
    return people
        .filter((person) => today - person.lastAt < HEAT_MS)
        .sort((one, other) => other.lastAt - one.lastAt)
        .slice(0, MOST_WARM);
}

/**
 * Return the soft light that `paintWarmth` puts behind people.
 *
 * @param {string} colour
 */
export function glowOf(colour) {
    const canvas = document.createElement("canvas");
    canvas.width = GLOW_SIZE;
    canvas.height = GLOW_SIZE;
    const context = /** @type {Context} */ (canvas.getContext("2d"));
    const half = GLOW_SIZE / 2;
    const light = context.createRadialGradient(half, half, 0, half, half, half);
    light.addColorStop(0, "rgb(0 0 0 / 100%)");
    light.addColorStop(1, "rgb(0 0 0 / 0%)");
    context.fillStyle = light;
    context.fillRect(0, 0, GLOW_SIZE, GLOW_SIZE);
    // A gradient from a colour to nothing would turn grey on its way.
    context.globalCompositeOperation = "source-in";
    context.fillStyle = colour;
    context.fillRect(0, 0, GLOW_SIZE, GLOW_SIZE);
    return canvas;
}

/**
 * Paint one person.
 *
 * @param {Context} context
 * @param {Person} person
 * @param {Painting} painting
 */
export function paintPerson(context, person, { look, sprites, scale, now }) {
    const radius = radiusOf(person) * grown(person, look, now);
    if (radius <= 0) {
        return;
    }
    const { palette, medals } = look;
    const medal = medals.get(person.id);
    const ring = medal ? palette[medal] : look.colourOf(person);
    context.globalAlpha = look.isDimmed(person) ? DIMMED : 1;
    paintHalo(context, person, { look, radius, scale, now });
    if (scale < FACES_FROM_SCALE) {
        context.fillStyle = ring;
        disc(context, person, radius);
        context.fill();
    } else {
        const face = sprites.face(person, {
            ring,
            tile: palette.tile,
            ink: palette.ink,
        });
        const reach = radius * SPRITE_SHARE;
        const side = 2 * reach;
        context.drawImage(face, person.x - reach, person.y - reach, side, side);
    }
    context.globalAlpha = 1;
}

/**
 * @param {Person} person
 * @param {Look} look
 * @param {number} now
 */
function grown(person, look, now) {
    const begun = look.born.get(person);
    if (!look.moves || begun === undefined) {
        return 1;
    }
    return easeOutBack(shareOf(INTRO_MS, begun, now));
}

/**
 * @param {Context} context
 * @param {Person} person
 * @param {{ look: Look, radius: number, scale: number, now: number }} how
 */
function paintHalo(context, person, { look, radius, scale, now }) {
    const greeted = look.greeted.get(person.id);
    const isChosen = [look.chosen, look.hovered].includes(person.id);
    const left = greeted === undefined ? 0 : 1 - shareOf(HALO_MS, greeted, now);
    if (!left && !isChosen) {
        return;
    }
    const before = context.globalAlpha;
    const breath =
        greeted && look.moves && left ? 1.2 * Math.sin((now - greeted) / 320) : 0;
    context.globalAlpha = before * (isChosen ? 1 : left);
    context.strokeStyle = isChosen ? look.palette.way : look.palette.trail;
    context.lineWidth = 2.4 / Math.sqrt(scale);
    disc(context, person, radius + (4 + breath) / Math.sqrt(scale));
    context.stroke();
    context.globalAlpha = before;
}

/**
 * @param {Context} context
 * @param {Person} person
 * @param {number} radius
 */
function disc(context, { x, y }, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
}
