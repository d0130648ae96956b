import { Trans } from "@lingui/react/macro";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { drawPage, openPdf } from "./pdf";
import styles from "./ShownDocument.module.css";

interface PdfPageProps {
  url: string;
  /** From 1; one beyond the last shows the last. */
  page: number;
  width: number;
  height: number;
  /** Of its words, "" not known. */
  language: string;
  /** How many pages there are, once it is known. */
  onPages: (pages: number) => void;
}

/** A page of a PDF document, as large as it fits. The page before stays until the next one is drawn. */
export function PdfPage({ url, page, width, height, language, onPages }: PdfPageProps) {
  const place = useRef<HTMLDivElement>(null);
  const [pdf, failed] = usePdf(url, onPages);
  const [drawn, setDrawn] = useState({ page: 0, text: "" });
  const [broken, setBroken] = useState(0);
  const number = pdf ? Math.min(page, pdf.numPages) : 0;
  useEffect(() => {
    if (!pdf || width < 1 || height < 1) return undefined;
    const cancel = new AbortController();
    drawPage(pdf, number, { width, height }, cancel.signal).then(
      ({ canvas, text }) => {
        if (cancel.signal.aborted) return;
        place.current?.replaceChildren(canvas);
        setDrawn({ page: number, text });
        setBroken(0);
      },
      () => cancel.signal.aborted || setBroken(number),
    );
    return () => cancel.abort();
  }, [pdf, number, width, height]);
  if (failed || (number > 0 && broken === number)) {
    return (
      <p className={styles.waiting} role="alert">
        <Trans>This page cannot be shown here. Open the document in a tab.</Trans>
      </p>
    );
  }
  return (
    <>
      <div
        ref={place}
        className={styles.page}
        aria-hidden="true"
        data-page={drawn.page}
        data-busy={drawn.page !== number || number === 0 || undefined}
      />
      <p className="visually-hidden" {...(language ? { lang: language } : {})}>
        {drawn.text}
      </p>
      {drawn.page === 0 ? (
        <p className={styles.waiting}>
          <Trans>The document is on its way…</Trans>
        </p>
      ) : null}
    </>
  );
}

/** The document behind an address; whether it could not be opened. */
function usePdf(
  url: string,
  onPages: (pages: number) => void,
): readonly [PDFDocumentProxy | undefined, boolean] {
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const [failed, setFailed] = useState(false);
  const told = useRef(onPages);
  useEffect(() => {
    told.current = onPages;
  });
  useEffect(() => {
    let over = false;
    const loading = openPdf(url);
    loading
      .then((task) => task.promise)
      .then(
        (opened) => {
          if (over) return;
          setFailed(false);
          setPdf(opened);
          told.current(opened.numPages);
        },
        () => over || setFailed(true),
      );
    return () => {
      over = true;
      setPdf(undefined);
      void loading.then((task) => task.destroy()).catch(() => undefined); // it was never opened
    };
  }, [url]);
  return [pdf, failed];
}
