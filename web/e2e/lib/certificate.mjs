// A certificate for a name and an address, made by openssl and signed by itself. Browsers in tests are told not to ask who signed it:
// that it is for the right name, and the rest of TLS, they check.

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function makeCertificate(name, address) {
  const folder = mkdtempSync(join(tmpdir(), "cumbre-certificate-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  execFileSync("openssl", [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", `/CN=${name}`,
    "-addext", `subjectAltName=DNS:${name},IP:${address}`, "-keyout", key, "-out", cert,
  ], { stdio: "ignore" });
  return { cert, key };
}
