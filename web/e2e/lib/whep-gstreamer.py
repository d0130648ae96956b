#!/usr/bin/python3
"""Plays a WHEP endpoint with GStreamer's webrtcbin and says what came.

usage: whep-gstreamer.py ENDPOINT TOKEN SECONDS AUDIO.wav
Prints one JSON line: {"status", "location", "frames", "width", "height", "audio_buffers"}; the sound is in AUDIO.wav.
"""
import json
import sys
import urllib.error
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

endpoint, token, seconds, wav = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
Gst.init(None)
result = {"status": 0, "location": "", "frames": 0, "width": 0, "height": 0, "audio_buffers": 0}
loop = GLib.MainLoop()
pipeline = Gst.Pipeline.new("whep")
peer = Gst.ElementFactory.make("webrtcbin", "peer")
peer.set_property("bundle-policy", "max-bundle")
pipeline.add(peer)

CAPS = {
    "audio": "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2",
    "video": "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000",
}
for kind in ("audio", "video"):
    peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY, Gst.Caps.from_string(CAPS[kind]))


def counted(sink, key):
    sink.set_property("signal-handoffs", True)
    sink.set_property("sync", False)

    def handoff(_sink, _buffer, pad):
        result[key] += 1
        caps = pad.get_current_caps()
        if key == "frames" and caps:
            shape = caps.get_structure(0)
            result["width"], result["height"] = shape.get_int("width")[1], shape.get_int("height")[1]

    sink.connect("handoff", handoff)


def pad_added(_peer, pad):
    if pad.get_direction() != Gst.PadDirection.SRC:
        return
    media = pad.get_current_caps().get_structure(0).get_string("media")
    if media == "audio":
        text = f"queue ! rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE,channels=1,rate=48000 ! tee name=t " \
               f"t. ! queue ! wavenc ! filesink location={wav} t. ! queue ! fakesink name=count"
    else:
        text = "queue ! rtpvp8depay ! vp8dec ! fakesink name=count"
    part = Gst.parse_bin_from_description(text, True)
    counted(part.get_by_name("count"), "audio_buffers" if media == "audio" else "frames")
    pipeline.add(part)
    part.sync_state_with_parent()
    pad.link(part.get_static_pad("sink"))


def gathered(*_):
    if peer.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE or result["status"]:
        return
    sdp = peer.get_property("local-description").sdp.as_text()
    request = urllib.request.Request(endpoint, sdp.encode(), {
        "Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}, method="POST")
    try:
        with urllib.request.urlopen(request) as response:
            result["status"], result["location"] = response.status, response.headers["Location"]
            answer = response.read().decode()
    except urllib.error.HTTPError as refusal:
        result["status"], result["problem"] = refusal.code, refusal.read().decode()
        loop.quit()
        return
    _, message = GstSdp.SDPMessage.new_from_text(answer)
    description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
    peer.emit("set-remote-description", description, Gst.Promise.new())
    GLib.timeout_add(int(seconds * 1000), finish)


def offered(promise, *_):
    promise.wait()
    reply = promise.get_reply()  # it owns the offer
    peer.emit("set-local-description", reply.get_value("offer"), Gst.Promise.new())


def finish():
    pipeline.send_event(Gst.Event.new_eos())
    GLib.timeout_add(300, loop.quit)
    return False


peer.connect("pad-added", pad_added)
peer.connect("notify::ice-gathering-state", gathered)
peer.connect("on-negotiation-needed", lambda p: p.emit("create-offer", None, Gst.Promise.new_with_change_func(offered, None, None)))
pipeline.set_state(Gst.State.PLAYING)
GLib.timeout_add_seconds(int(seconds) + 30, loop.quit)
loop.run()
if result["location"]:
    origin = "/".join(endpoint.split("/")[:3])
    target = result["location"] if "://" in result["location"] else origin + result["location"]
    request = urllib.request.Request(target, headers={"Authorization": f"Bearer {token}"}, method="DELETE")
    with urllib.request.urlopen(request) as response:
        result["deleted"] = response.status
pipeline.set_state(Gst.State.NULL)
print(json.dumps(result))
