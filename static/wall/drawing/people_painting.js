// People: round pictures with a ring, halos, warmth, medals and names.

import { radiusOf } from "./sizes.js";
import { easeOutBack, HALO_MS, HEAT_MS, INTRO_MS, shareOf } from "./timing.js";

const DIMMED = 0.18;
// Below so many pixels a face is no more than a dot.
const FACE_FROM = 4.5;
const GLOW_SIZE = 64;

/** Paint what lies behind everything: the warmth around people who just met others. */
export function paintWarmth(context, people, { look, glow, today }) {
    if (!look.heat || look.isFocused) {
        return;
    }
    context.save();
    for (const person of people) {
        const warmth = 1 - shareOf(HEAT_MS, 0, today - person.lastAt);
        if (warmth > 0) {
            const radius = radiusOf(person) * (2.2 + warmth);
            context.globalAlpha = 0.45 * warmth;
            context.drawImage(
                glow,
                person.x - radius,
                person.y - radius,
                2 * radius,
                2 * radius,
            );
        }
    }
    context.restore();
}

/** Return the soft light that `paintWarmth` puts behind people. */
export function glowOf(colour) {
    const canvas = document.createElement("canvas");
    canvas.width = GLOW_SIZE;
    canvas.height = GLOW_SIZE;
    const context = canvas.getContext("2d");
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

/** Paint one person. */
export function paintPerson(context, person, { look, tiles, scale, now }) {
    const colour = look.colourOf(person);
    const radius = radiusOf(person) * grown(person, look, now);
    if (radius <= 0) {
        return;
    }
    context.globalAlpha = look.isDimmed(person) ? DIMMED : 1;
    paintHalo(context, person, { look, radius, scale, now });
    if (radius * scale < FACE_FROM) {
        context.fillStyle = colour;
        disc(context, person, radius);
        context.fill();
    } else {
        const { tile, ink } = look.palette;
        const face = tiles.of(person, { tile, ink });
        const side = 2 * radius;
        context.drawImage(face, person.x - radius, person.y - radius, side, side);
        context.strokeStyle = look.palette[look.medals.get(person.id)] ?? colour;
        context.lineWidth = Math.max(1.4, radius * 0.13);
        disc(context, person, radius);
        context.stroke();
    }
    context.globalAlpha = 1;
}

function grown(person, look, now) {
    const begun = look.born.get(person);
    if (!look.moves || begun === undefined) {
        return 1;
    }
    return easeOutBack(shareOf(INTRO_MS, begun, now));
}

function paintHalo(context, person, { look, radius, scale, now }) {
    const greeted = look.greeted.get(person.id);
    const isChosen = [look.chosen, look.hovered].includes(person.id);
    const left = greeted === undefined ? 0 : 1 - shareOf(HALO_MS, greeted, now);
    if (!left && !isChosen) {
        return;
    }
    const before = context.globalAlpha;
    const breath = look.moves && left ? 1.2 * Math.sin((now - greeted) / 320) : 0;
    context.globalAlpha = before * (isChosen ? 1 : left);
    context.strokeStyle = isChosen ? look.palette.way : look.palette.trail;
    context.lineWidth = 2.4 / Math.sqrt(scale);
    disc(context, person, radius + (4 + breath) / Math.sqrt(scale));
    context.stroke();
    context.globalAlpha = before;
}

function disc(context, { x, y }, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
}
