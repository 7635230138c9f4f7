/** The traits of the widgets in `docker_lessons/widgets/`, and the messages that they receive. */

import type { Activity, Course, CoursePage, Mark, Picture, Step, Verdict } from "./documents.js";
import type { Bundle, Context } from "./jupyterlab.js";

/** How the kernel is connected to its practice world. */
export type Link = "waiting" | "live" | "stopped" | "starting";

/** A link to a page of the course. */
export interface PageLink {
  href: string;
  title: string;
}

/** A language, and what is told in it. */
export interface Language {
  /** As HTML names it, such as `fr`. */
  tag: string;
  direction: "ltr" | "rtl";
  /** By the English message; of a plural each form, and which of them is for 0, 1, 2 and so on. */
  messages: Record<string, string | { forms: string[]; which: string }>;
}

/** What every widget of the course has. */
export interface KeptTraits {
  /** In which its texts are. */
  language?: Language;
  /** Its ID, and what a saved page holds in its place; empty before there is anything. */
  kept: { id?: string; data?: Bundle };
}

export interface PanelTraits extends Partial<KeptTraits> {
  steps: Step[];
  course: Course;
  link: Link;
  /** Why the world is not there, in a sentence; empty otherwise. */
  trouble: string;
  verdicts: Record<string, Verdict>;
  /** Answers that were accepted, by step. */
  answers: Record<string, string>;
  /** Answers that were not accepted, by step. */
  tried: Record<string, string>;
  /** What is being done for a step just now. */
  busy: Record<string, "answer" | "solve">;
  /** Why something could not be done for a step. */
  said: Record<string, string>;
  marks: Record<string, Mark>;
  /** For a step that falls into parts, the verdict of each. */
  line_words: Record<string, ("passed" | "not yet")[]>;
  /** Steps whose command and "Show me" are offered by now. */
  revealed: string[];
  picture: Picture | null;
  activities: Activity[];
  own_docker: boolean;
  next_page: PageLink | null;
  hub_url: string;
  /** The name under which the Jupyter server serves the Hub's pages; empty where it does not. */
  proxy: string;
  /** A line that leads a terminal of this Jupyter into the world; empty where it is there already. */
  way_in?: string;
}

export interface OpeningTraits extends Partial<KeptTraits> {
  page: CoursePage;
  course: Course;
  link: Link;
  trouble: string;
  marks: Record<string, Mark>;
  /** Steps of earlier pages that are still to do. */
  missing: { step: string; title: string }[];
  /** False where doing them could only refuse. */
  can_catch_up?: boolean;
  /** Why nothing can be checked although the world answers. */
  halted?: string;
  /** Which engine is in use, in words. */
  engine?: string;
  account: string;
  hub_url: string;
  /** The name under which the Jupyter server serves the Hub's pages; empty where it does not. */
  proxy: string;
  /** A line that leads a terminal of this Jupyter into the world; empty where it is there already. */
  way_in?: string;
  /** Those that can be chosen, by their names in themselves. */
  languages?: { tag: string; name: string }[];
  next_page: PageLink | null;
  busy: boolean;
}

export interface SheetTraits extends Partial<KeptTraits> {
  account: string;
  /** The learner's own Docker ID, where the course is on Docker Hub; else empty. */
  docker_id?: string;
  commands: string[];
  /** The steps that were shown, not done by hand. */
  shown: PageLink[];
}

/** What a widget asks of the kernel. */
export type Message =
  | { do: "answer"; step: string; text: string }
  | { do: "solve"; step: string }
  | { do: "start" }
  | { do: "catch-up" }
  | { do: "speak"; language: string };

export type Send = (message: Message) => void;

/** A widget's model, as far as anywidget's interface is used (https://anywidget.dev/en/afm/). */
export interface Model<Traits> {
  get<Name extends keyof Traits & string>(name: Name): Traits[Name];
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  send: Send;
  /** ipywidgets' own; in JupyterLab and Notebook it knows the page. */
  widget_manager?: { context?: Context };
}

/** What anywidget passes to `render`. */
export interface Rendering<Traits> {
  model: Model<Traits>;
  el: HTMLElement;
}
