/**
 * The parts of `GET /course` and of each line of `GET /watch` that the widgets show
 * (docs/architecture.md, "The control socket").
 */

/** What a check says of one step. */
export interface Verdict {
  step: string;
  verdict: "passed" | "not yet" | "could not check" | "skipped";
  /** A stable identifier; null where the step passed. */
  cause: string | null;
  seen?: string;
  wanted?: string;
  /** One line that can be typed as it stands; null where there is nothing to type. */
  repair?: string | null;
  text?: string;
  /** Whether the repair is shown, as soon as the step's help is. */
  repair_shown: boolean;
}

/** A step as `/course` describes it; before the course is known, its name alone. */
export interface Step {
  step: string;
  number: number | "…";
  page: string;
  title: string;
  goal: string;
  /** First a pointer, then the command. */
  hints?: (string | null)[];
  question?: Question | null;
  /** Seconds until the command and "Show me" are offered. */
  reveal_after?: number;
  /** The parts that a panel shows in lines of their own. */
  lines?: Pick<Step, "title" | "goal">[];
}

export interface Question {
  text: string;
  placeholder: string;
  /** What the picture hides until it is answered: `image ID` or `digest`. */
  about?: string;
}

/** A step in the track of the whole course. */
export type TrackedStep = Pick<Step, "step" | "page" | "title">;

export interface CoursePage {
  page: string;
  title: string;
  minutes: number | "…";
  steps: string[];
}

/** The course as the head of a widget shows it; empty before it is known. */
export interface Course {
  steps?: TrackedStep[];
  pages?: CoursePage[];
}

/** How a step was done; null while it is not. */
export type Mark = "by hand" | "shown" | "skipped" | null;

/** What is on this computer and at the Hub; a side is null while it does not answer. */
export interface Picture {
  host: HostImage[] | null;
  hub: Repository[] | null;
  /** The account that docker is logged in with. */
  log_in: string | null;
  /** The number of images and containers on this computer that are not drawn. */
  others?: { images?: number; containers?: number };
}

export interface HostImage {
  id: string;
  names: string[];
  /** How many layers it has. */
  layers: number;
  /** Those of its names that came last. */
  new?: string[];
}

export interface Repository {
  /** Its full name, such as `demousr/demorep`. */
  repository: string;
  visibility: "public" | "private";
  tags: Tag[];
}

export interface Tag {
  name: string;
  digest: string;
  /** The ID of the image that it names. */
  image: string;
}

/** A build, push or pull, as far as it has come. */
export interface Activity {
  number: number;
  kind: "build" | "push" | "pull";
  name: string;
  layers: Layer[];
  done: boolean;
  /** The sentence that it failed with; empty while all goes well. */
  error: string;
}

/** A layer on its way, or a step of a build; `current` and `total` in bytes, 0 where unknown. */
export interface Layer {
  id: string;
  status: string;
  current: number;
  total: number;
}
