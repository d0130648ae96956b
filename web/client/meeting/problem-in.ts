import { CommandProblem } from "../model.ts";
import type { Problem } from "../protocol.ts";

/** What an answer that is not the wanted one says; status 0: there was none. */
export function problemIn(status: number, text: string): CommandProblem {
  if (status === 0) return new CommandProblem("unreachable", "The server does not answer");
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return new CommandProblem(problem.code ?? `http-${status}`, problem.title ?? "", problem.detail);
  } catch {
    return new CommandProblem(`http-${status}`, `HTTP ${status}`);
  }
}
