/**
 * The part of JupyterLab's application that the widgets use
 * (https://jupyterlab.readthedocs.io/en/stable/api/).
 */

export interface Application {
  docRegistry: {
    addWidgetExtension(
      factory: "Notebook",
      extension: { createNew(page: NotebookPage, context: Context): void },
    ): unknown;
  };
  commands: {
    hasCommand(id: string): boolean;
    addCommand<Args>(id: string, options: { execute(args: Args): unknown }): unknown;
    execute(id: string, args: object): Promise<MainWidget | undefined>;
  };
  shell: {
    currentWidget: MainWidget | null;
    widgets(area: "main"): Iterable<MainWidget>;
    add(widget: MainWidget, area: "main" | "right", place: Place): void;
    /** Notebook 7's own. */
    expandRight?(id: string): void;
    activateById(id: string): void;
  };
  serviceManager: {
    contents: {
      get(path: string, options: { content: false; hash: true }): Promise<FileModel>;
    };
  };
}

/** Where a widget is added: beside or over the one with the ID `ref`. */
export interface Place {
  ref?: string;
  mode?: "split-right" | "tab-after";
}

/** A tab of the main area: a notebook, a terminal, the Hub. */
export interface MainWidget {
  id: string;
  node: HTMLElement;
  isVisible: boolean;
  isAttached: boolean;
  close(): void;
  content?: { widgets?: { node: Element }[]; activeCellIndex?: number };
  /** What documents have. */
  context?: Context;
  sessionContext?: { shutdown(): Promise<void> };
  /** Ours: set while the page is left for another one. */
  dlLeaving?: boolean;
}

/** A document that is open: its file, and how it is saved. */
export interface Context {
  path: string;
  isDisposed: boolean;
  /** Resolves when the document was read. */
  ready: Promise<void>;
  contentsModel: FileModel | null;
  model: NotebookModel;
  sessionContext: SessionContext;
  save(): Promise<void>;
  revert(): Promise<void>;
  /** Ours: shows the page as it is on disk, if it is another one there. */
  dlShowAnew?: () => Promise<unknown>;
  /** Ours: the still text of the page's widgets, by their IDs. */
  dlKept?: Map<string, Bundle>;
  /** Ours: set while a save waits. */
  dlSaving?: boolean;
}

export interface NotebookModel {
  dirty: boolean;
  cells: Iterable<object>;
  toJSON(): NotebookDocument;
}

/** A notebook as it is saved (https://nbformat.readthedocs.io/en/latest/format_description.html). */
export interface NotebookDocument {
  cells: { outputs?: Output[] }[];
}

/** Data by media type. */
export interface Bundle {
  [type: string]: string | string[] | { model_id: string };
}

export interface Output {
  data?: Bundle & { "application/vnd.jupyter.widget-view+json"?: { model_id: string } };
  metadata?: { docker_lessons?: { model_id: string } };
}

export interface CodeCellModel {
  outputs: { length: number; get(index: number): OutputModel };
}

/** An output that is shown. */
export interface OutputModel extends Output {
  setData(content: { data: Bundle; metadata: object }): void;
}

interface Signal<Args> {
  connect(slot: (sender: unknown, args: Args) => void): boolean;
}

/** A notebook's connection to its kernel. */
export interface SessionContext {
  statusChanged: Signal<string>;
  kernelChanged: Signal<{ oldValue: object | null; newValue: object | null }>;
  session: { kernel: Kernel | null } | null;
  ready: Promise<void>;
  /** Resolves to whether somebody has to choose a kernel. */
  startKernel(): Promise<boolean>;
}

export interface Kernel {
  id: string;
  /** Whether it waits for an answer from now on. */
  pendingInput: Signal<boolean>;
  interrupt(): Promise<void>;
  requestCommInfo(content: {
    target_name: string;
  }): Promise<{ content: { comms?: Record<string, object> } }>;
}

/** A notebook that is open. */
export interface NotebookPage {
  content: Notebook;
  sessionContext: SessionContext;
}

interface Notebook {
  widgets: readonly Cell[];
}

export interface Cell {
  model: { type: string; sharedModel: { getSource(): string } };
}

/** What JupyterLab can do with notebooks. */
interface NotebookActions {
  runCells(notebook: Notebook, cells: readonly Cell[], session: SessionContext): Promise<boolean>;
  executionScheduled: Signal<{ notebook: Notebook; cell: Cell }>;
}

/** A module that JupyterLab shares, by version. */
export type Shared<Module> = Record<string, { get(): Promise<() => Module> } | undefined>;

/** The modules that JupyterLab shares, by name. */
export interface SharedModules {
  "@jupyterlab/notebook"?: Shared<{ NotebookActions: NotebookActions }>;
  "@lumino/widgets"?: Shared<{ Widget: new (options: { node: HTMLElement }) => Tab }>;
}

/** A widget that is made here. */
export interface Tab extends MainWidget {
  title: { label: string; closable: boolean };
}

interface FederatedExtension {
  init(scope: SharedModules): void;
  get(module: string): Promise<() => object>;
}

export interface FileModel {
  hash?: string;
  last_modified: string;
}

declare global {
  interface Window {
    jupyterapp?: Application;
    _JUPYTERLAB?: Record<string, FederatedExtension>;
  }
}
