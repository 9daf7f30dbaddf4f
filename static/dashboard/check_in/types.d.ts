// What the modules of the page at the door pass to each other. Moments are epoch ms.

type Tone = "good" | "warn" | "bad";

/** An answer in words; "{name}" and "{time}" stand for what differs. */
interface Message {
    tone: Tone;
    sentence: string;
    advice: string;
    standing: string;
}

/** What the page knows beforehand: where to ask, and the words for offline. */
interface DoorFacts {
    event: string;
    year: number;
    scan: string;
    takeBack: string;
    people: string;
    messages: Record<string, Message>;
    checkTheName: string;
    mostFound: number;
}

/** A ticket that was read, or somebody who was found by name. */
interface Scan {
    scanId: string;
    text: string;
    email: string;
    scannedAt: number;
    /** Whether it was sent before, whatever became of it. */
    again: boolean;
}

/** What a scan came to; from this phone alone while it waits to be sent. */
interface Answer {
    tone: Tone;
    name: string;
    sentence: string;
    advice: string;
    outcome: string;
    email: string;
    checkedInAt: number | null;
    actId: string;
    /** Where an exec can put right what keeps somebody out, if anywhere. */
    link: string;
}

/** Somebody who is registered; of the ticket a digest. */
interface Guest {
    email: string;
    name: string;
    outcome: string;
    checkedInAt: number | null;
    ticket: string;
}

interface CodeReader {
    detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface CodeReaders {
    new (options: { formats: string[] }): CodeReader;
    getSupportedFormats(): Promise<string[]>;
}

declare var BarcodeDetector: CodeReaders | undefined;

/** The vendored reader, once it is loaded. */
declare var BarcodeDetectionAPI: {
    BarcodeDetector: CodeReaders;
    prepareZXingModule(options: {
        overrides: { locateFile: (file: string) => string };
    }): void;
};
