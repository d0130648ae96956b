// PDF documents, drawn by pdf.js, which is loaded when the first one is shown. Its older build runs in all browsers that
// the client does. It compiles nothing at run time (no eval, no WebAssembly): the page's policy forbids both.

import type { PDFDocumentLoadingTask, PDFDocumentProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

/** Longest side of a drawn page, px: larger canvases fail on phones, and no screen shows more. */
const MAX_SIDE = 4096;
/** Longest text of a page that screen readers get, characters: a page of a dense report has some 6,000. */
const MAX_TEXT = 20_000;

/** Begins to load a document. It is loaded page by page, as the server answers ranges. */
export async function openPdf(url: string): Promise<PDFDocumentLoadingTask> {
  const { getDocument, GlobalWorkerOptions } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  GlobalWorkerOptions.workerSrc = workerUrl;
  return getDocument({ url, disableAutoFetch: true, useWasm: false, enableXfa: false });
}

/** A page as large as it fits into a box, CSS px, and its words. */
export interface DrawnPage {
  readonly canvas: HTMLCanvasElement;
  readonly text: string;
}

/** Draws a page (from 1). Rejects when the signal is aborted, or the page cannot be drawn. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  box: { readonly width: number; readonly height: number },
  signal: AbortSignal,
): Promise<DrawnPage> {
  const page = await pdf.getPage(number);
  signal.throwIfAborted();
  const { width, height } = page.getViewport({ scale: 1 });
  const fits = Math.min(box.width / width, box.height / height);
  const sharp = Math.min(fits * devicePixelRatio, MAX_SIDE / Math.max(width, height));
  const viewport = page.getViewport({ scale: sharp });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  canvas.style.inlineSize = `${width * fits}px`;
  canvas.style.blockSize = `${height * fits}px`;
  const drawing = page.render({ canvas, viewport });
  const stop = () => drawing.cancel();
  signal.addEventListener("abort", stop, { once: true });
  await drawing.promise.finally(() => signal.removeEventListener("abort", stop));
  const { items } = await page.getTextContent();
  const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
  return { canvas, text: text.slice(0, MAX_TEXT) };
}
