/** Files that are dropped or chosen, and how they are sent. */

import { ApiError, urlOf, type Schemas } from "../api/client";

/** More files than these in one drop are a mistake more often than a wish. */
export const MAX_FILES = 2000;

/** All files of a drop, folders included, in order of their names. */
export async function dropped(items: DataTransferItemList): Promise<File[]> {
  const open: FileSystemEntry[] = [];
  const files: File[] = [];
  // All at once: what was dropped is gone after the first wait. Not every drop comes from a file system.
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) open.push(entry);
    else if (file) files.push(file);
  }
  // A list instead of recursion: how deep folders lie is up to who made them.
  while (open.length > 0 && files.length < MAX_FILES) {
    const entry = open.shift();
    if (!entry) break;
    if (entry.isFile) files.push(await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)));
    else if (entry.isDirectory) open.push(...(await children(entry as FileSystemDirectoryEntry)));
  }
  return sorted(files);
}

async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A browser gives a hundred at a time and says with an empty list that there are no more.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** In order of names, without hidden files that systems leave in folders. */
export function sorted(files: File[]): File[] {
  return files.filter((f) => !f.name.startsWith(".") && f.name !== "Thumbs.db").sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Sends a file; `progress` hears the share that is sent. */
export function send(file: File, progress: (share: number) => void): Promise<Schemas["Upload"]> {
  return new Promise((done, fail) => {
    // Only this kind of request tells how much is sent.
    const request = new XMLHttpRequest();
    request.open("POST", urlOf("/api/v1/uploads", undefined, { name: file.name }));
    request.setRequestHeader("x-daylight", "1");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (e) => progress(e.total > 0 ? e.loaded / e.total : 0);
    request.onerror = () => fail(new ApiError(0, { code: "offline", message: "No answer came from the program." }, true));
    request.onload = () => {
      let answer: unknown = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Told by the status below.
      }
      if (request.status >= 200 && request.status < 300 && answer) done(answer as Schemas["Upload"]);
      else fail(new ApiError(request.status, (answer ?? {}) as Partial<Schemas["Problem"]>));
    };
    request.send(file);
  });
}
