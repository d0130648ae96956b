import { useLingui } from "@lingui/react/macro";
import { createContext, use } from "react";
import type { Console, ConsoleView } from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import type { BoothAction } from "./booth-keys";
import { keyLabel } from "./booth-words";

/** What the parts of the console share beside the room: what a key or its control does. */
const ActContext = createContext<(action: BoothAction) => void>(() => undefined);

export const ActProvider = ActContext.Provider;

export function useAct(): (action: BoothAction) => void {
  return use(ActContext);
}

/** The console's view and its commands. */
export function useConsole(): [ConsoleView, Console] {
  const { client } = useRoom();
  return [useStore(client.console.view), client.console];
}

/** The key of an action as it is written on its control. */
export function useKeyLabel(): (action: BoothAction) => string {
  const { i18n } = useLingui();
  const [{ boothKeys }] = usePreferences();
  return (action) => keyLabel(boothKeys[action], i18n);
}
