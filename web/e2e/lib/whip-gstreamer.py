#!/usr/bin/python3
"""Publishes a moving picture (VP8) and a tone (Opus) by WHIP with GStreamer's webrtcbin, and trickles its candidates;
or, as they are and at their pace, the picture (VP8, VP9 or H264) and the sound (Opus) of a Matroska file.

usage: whip-gstreamer.py ENDPOINT TOKEN FREQUENCY
       whip-gstreamer.py ENDPOINT TOKEN FILE CODEC
Prints a JSON line when the answer came ({"status", "location"} or {"status", "problem"}) and one at the end, after
SIGTERM: {"patched": [statuses], "deleted": status}.
"""
import json
import signal
import sys
import urllib.error
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

endpoint, token, source = sys.argv[1], sys.argv[2], sys.argv[3]
Gst.init(None)
loop = GLib.MainLoop()
state = {"location": "", "etag": "", "patched": [], "waiting": [], "fragment": ""}

live = f"""
    webrtcbin name=peer bundle-policy=max-bundle
    videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=15/1
      ! vp8enc deadline=1 cpu-used=8 target-bitrate=500000 keyframe-max-dist=300 ! rtpvp8pay picture-id-mode=15-bit
      ! application/x-rtp,media=video,encoding-name=VP8,payload=96 ! peer.
    audiotestsrc is-live=true freq={source} volume=0.4 ! audio/x-raw,rate=48000,channels=1 ! opusenc ! rtpopuspay
      ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111 ! peer.
"""
payers = {
    "VP8": "rtpvp8pay picture-id-mode=15-bit",
    "VP9": "rtpvp9pay picture-id-mode=15-bit",
    "H264": "h264parse config-interval=-1 ! rtph264pay aggregate-mode=zero-latency",
}


def recorded(codec):
    return f"""
    webrtcbin name=peer bundle-policy=max-bundle
    filesrc location={source} ! matroskademux name=file
    file.video_0 ! queue ! clocksync ! {payers[codec]}
      ! application/x-rtp,media=video,encoding-name={codec},payload=96 ! peer.
    file.audio_0 ! queue ! clocksync ! rtpopuspay
      ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111 ! peer.
"""


pipeline = Gst.parse_launch(recorded(sys.argv[4]) if len(sys.argv) > 4 else live)
peer = pipeline.get_by_name("peer")


def say(**what):
    print(json.dumps(what), flush=True)


def ask(method, address, body=None, **headers):
    """A request with the token: (status, headers, body), whatever the status."""
    request = urllib.request.Request(address, body, {"Authorization": f"Bearer {token}", **headers}, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read().decode()


def offered(promise, *_):
    promise.wait()
    reply = promise.get_reply()  # it owns the offer
    offer = reply.get_value("offer")
    peer.emit("set-local-description", offer, Gst.Promise.new())
    GLib.idle_add(post, offer.sdp.as_text())


def post(sdp):
    status, headers, body = ask("POST", endpoint, sdp.encode(), **{"Content-Type": "application/sdp"})
    if status != 201:
        say(status=status, problem=body)
        loop.quit()
        return False
    origin = "/".join(endpoint.split("/")[:3])
    location = headers["Location"]
    state["location"], state["etag"] = location if "://" in location else origin + location, headers["ETag"]
    lines = sdp.splitlines()
    state["fragment"] = "\r\n".join(
        [next(line for line in lines if line.startswith(f"a=ice-{key}:")) for key in ("ufrag", "pwd")]
        + [next(line for line in lines if line.startswith("m=")), next(line for line in lines if line.startswith("a=mid:"))])
    _, message = GstSdp.SDPMessage.new_from_text(body)
    peer.emit("set-remote-description",
              GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message), Gst.Promise.new())
    say(status=status, location=location, etag=headers["ETag"])
    trickle()
    return False


def trickle():
    """RFC 9725 section 4.3.2, with the fragment of RFC 8840: what was found since the last time."""
    found, state["waiting"] = state["waiting"], []
    if not found or not state["location"]:
        state["waiting"] = found
        return False
    body = state["fragment"] + "\r\n" + "\r\n".join(f"a={candidate}" for candidate in found) + "\r\n"
    status, _, _ = ask("PATCH", state["location"], body.encode(),
                       **{"Content-Type": "application/trickle-ice-sdpfrag", "If-Match": state["etag"]})
    state["patched"].append(status)
    return False


def candidate_found(_peer, _line, candidate):
    state["waiting"].append(candidate)
    GLib.idle_add(trickle)


def finish():
    status = ask("DELETE", state["location"])[0] if state["location"] else 0
    say(patched=state["patched"], deleted=status)
    loop.quit()
    return False


peer.connect("on-ice-candidate", candidate_found)
peer.connect("on-negotiation-needed", lambda p: p.emit("create-offer", None, Gst.Promise.new_with_change_func(offered, None, None)))
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, finish)
pipeline.set_state(Gst.State.PLAYING)
loop.run()
pipeline.set_state(Gst.State.NULL)
