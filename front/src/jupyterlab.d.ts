/**
 * The part of JupyterLab's application that the widgets use
 * (https://jupyterlab.readthedocs.io/en/stable/api/).
 */

export interface Application {
  commands: {
    hasCommand(id: string): boolean;
    execute(id: string, args: object): Promise<MainWidget | undefined>;
  };
  shell: {
    currentWidget: MainWidget | null;
    widgets(area: "main"): Iterable<MainWidget>;
    add(widget: MainWidget, area: "main", place: Place): void;
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
  contentsModel: FileModel | null;
  model: { dirty: boolean };
  save(): Promise<void>;
  revert(): Promise<void>;
  /** Ours: shows the page as it is on disk, if it is another one there. */
  dlShowAnew?: () => Promise<unknown>;
}

export interface FileModel {
  hash?: string;
  last_modified: string;
}

declare global {
  interface Window {
    jupyterapp?: Application;
  }
}
